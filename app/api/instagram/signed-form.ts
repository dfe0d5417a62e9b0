import { MAX_SIGNED_REQUEST_BYTES, readSignedRequest } from "#lib/accounts/signed-request.ts";
import { env } from "#lib/env.ts";

/** Who one of Meta's signed callbacks speaks of (facts 1.7), with the words that were signed; null for everything else. */
export async function readSignedForm(request: Request) {
  const signed = (await readForm(request))?.get("signed_request") ?? null;
  const { INSTAGRAM_CLIENT_SECRET, INSTAGRAM_APP_SECRETS } = env();
  const told = readSignedRequest(signed, [INSTAGRAM_CLIENT_SECRET, ...INSTAGRAM_APP_SECRETS]);
  return told && signed ? { ...told, signature: signed } : null;
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
