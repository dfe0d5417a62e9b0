import { applyDeauthorization } from "#lib/accounts/disconnect.ts";
import { MAX_SIGNED_REQUEST_BYTES, readSignedRequest } from "#lib/accounts/signed-request.ts";
import { env } from "#lib/env.ts";

/** Meta tells that an account's owner removed our app (facts 1.7). */
export async function POST(request: Request) {
  const form = await readForm(request);
  const { INSTAGRAM_CLIENT_SECRET, INSTAGRAM_APP_SECRETS } = env();
  const told = readSignedRequest(form?.get("signed_request") ?? null, [
    INSTAGRAM_CLIENT_SECRET,
    ...INSTAGRAM_APP_SECRETS,
  ]);
  if (!told) return new Response(null, { status: 400 });
  await applyDeauthorization(told);
  return new Response(null, { status: 200 });
}

/** Null when the body is longer than any signed request; no more than that is read. */
async function readForm(request: Request): Promise<URLSearchParams | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_SIGNED_REQUEST_BYTES) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
