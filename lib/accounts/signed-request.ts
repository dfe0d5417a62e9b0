import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export type Deauthorization = { userId: string; issuedAt: Date };

/** A signed request has about 200 characters; this is far more than any true one. */
export const MAX_SIGNED_REQUEST_BYTES = 8 * 1024;

const SHAPE = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]+)$/;
const payload = z.object({
  algorithm: z.literal("HMAC-SHA256"),
  issued_at: z.number().int().min(0).max(1e11),
  user_id: z.string().regex(/^\d{1,32}$/),
});

/**
 * Meta's `signed_request` (facts 1.7): `<signature>.<payload>`, both base64url without padding, the signature an HMAC-SHA256 over
 * the still encoded payload. Null for everything else. During a change of the app's secret both the old and the new one sign.
 */
export function readSignedRequest(signedRequest: string | null, secrets: string[]): Deauthorization | null {
  if (!signedRequest || signedRequest.length > MAX_SIGNED_REQUEST_BYTES) return null;
  const [, signature, encoded] = SHAPE.exec(signedRequest) ?? [];
  if (!signature || !encoded || !isSigned(encoded, signature, secrets)) return null;
  const result = payload.safeParse(parseJson(encoded));
  return result.success ? { userId: result.data.user_id, issuedAt: new Date(result.data.issued_at * 1000) } : null;
}

function isSigned(encoded: string, signature: string, secrets: string[]): boolean {
  const given = Buffer.from(signature, "base64url");
  return secrets.some((secret) => timingSafeEqual(createHmac("sha256", secret).update(encoded).digest(), given));
}

function parseJson(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
