import { ApiRefusal, invalid } from "./refusal.ts";

const MAX_BYTES = 1024 * 1024;

/** The request's body as JSON; nothing counts as an empty object. Refuses other content types and more than 1 MiB. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (text.trim() === "") return {};
  if (type && type !== "application/json") {
    const error = `A body of type ${type.slice(0, 100)} is not taken here. Send application/json.`;
    throw new ApiRefusal(415, { error, type: "invalid_request_error", code: "unsupported_media_type" });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("The body is not JSON.", undefined, "invalid_json");
  }
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_BYTES) {
      const error = `The body may have at most ${MAX_BYTES} bytes.`;
      throw new ApiRefusal(413, { error, type: "invalid_request_error", code: "body_too_large" });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
