import { once } from "node:events";
import { Busboy } from "@fastify/busboy";
import { MAX_UPLOAD_BYTES } from "#lib/instagram/capabilities.ts";
import { ApiRefusal, invalid } from "./refusal.ts";

/** A file in a form, as it comes. */
export type FormFile = { field: string; name: string | null; content: AsyncIterable<Uint8Array> };
export type Form<T> = { fields: Record<string, string>; file: T | null };

/** Around the file there is room for its fields. */
const MAX_FIELDS_BYTES = 256 * 1024;
const LIMITS = { files: 1, fields: 40, fieldSize: 64 * 1024, headerPairs: 50 };

export function isForm(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "");
}

/**
 * Reads a multipart form with at most one file, which is handed to `take` while it comes: nothing of it is kept in memory.
 * Refuses what is no form, a second file, and a body that cannot be one.
 */
export async function readForm<T>(request: Request, take: (file: FormFile) => Promise<T>): Promise<Form<T>> {
  if (!isForm(request) || !request.body) throw unsupported();
  const parser = parserOf(request);
  const fields: Record<string, string> = Object.create(null);
  const files: Promise<T>[] = [];
  const problem = new Promise<never>((_, reject) => {
    parser.on("file", (field, content, name) => {
      const taken = take({ field, name: name || null, content }).catch((error: unknown) => {
        throw new TakeError(error);
      });
      taken.catch(reject);
      files.push(taken);
    });
    parser.on("filesLimit", () => reject(invalid("One file a message, please.", "attachment")));
    parser.on("error", reject);
  });
  parser.on("field", (name, value) => {
    fields[name] = value;
  });
  const finished = Promise.race([problem, once(parser, "finish")]);
  finished.catch(() => undefined);
  try {
    for await (const chunk of bounded(request.body)) {
      if (!parser.write(chunk)) await Promise.race([finished, once(parser, "drain")]);
    }
    parser.end();
    await finished;
    return { fields: { ...fields }, file: (await files[0]) ?? null };
  } catch (error) {
    parser.destroy();
    if (error instanceof TakeError) throw error.cause;
    throw error instanceof ApiRefusal ? error : invalid("The form cannot be read.", undefined, "invalid_form");
  }
}

/** The file was refused, or could not be kept: nothing the form is to blame for. */
class TakeError extends Error {
  constructor(cause: unknown) {
    super("The file was not taken.", { cause });
  }
}

function parserOf(request: Request) {
  try {
    const headers = { "content-type": request.headers.get("content-type") ?? "" };
    return new Busboy({ headers, limits: LIMITS });
  } catch {
    throw unsupported();
  }
}

async function* bounded(source: AsyncIterable<Uint8Array>) {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > MAX_UPLOAD_BYTES + MAX_FIELDS_BYTES) {
      const error = `The form may have at most ${MAX_UPLOAD_BYTES} bytes.`;
      throw new ApiRefusal(413, { error, type: "invalid_request_error", code: "file_too_large" });
    }
    yield chunk;
  }
}

function unsupported(): ApiRefusal {
  const error = "Send the file as multipart/form-data.";
  return new ApiRefusal(415, { error, type: "invalid_request_error", code: "unsupported_media_type" });
}
