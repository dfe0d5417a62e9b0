import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether the `x-hub-signature-256` header is the HMAC-SHA256 of exactly these bytes under one of the secrets (facts 2.2).
 * A header sent twice arrives joined by a comma and so fails.
 */
export function verifySignature(rawBody: Uint8Array, header: string | null, secrets: string[]): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header ?? "")?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  let isValid = false;
  for (const secret of secrets) {
    if (secret === "") continue;
    if (timingSafeEqual(createHmac("sha256", secret).update(rawBody).digest(), given)) isValid = true;
  }
  return isValid;
}

export type SubscriptionCheck = { status: 200; challenge: string } | { status: 400 | 403; challenge: null };

/** The GET handshake (facts 2.1): 200 and the challenge as plain text, 403 for a wrong token, 400 for a challenge that could be markup. */
export function checkSubscription(params: URLSearchParams, verifyToken: string): SubscriptionCheck {
  const token = single(params, "hub.verify_token");
  if (
    single(params, "hub.mode") !== "subscribe" ||
    token === null ||
    verifyToken === "" ||
    !isEqual(token, verifyToken)
  ) {
    return { status: 403, challenge: null };
  }
  const challenge = single(params, "hub.challenge");
  return challenge !== null && /^[\w.-]{1,200}$/.test(challenge)
    ? { status: 200, challenge }
    : { status: 400, challenge: null };
}

function single(params: URLSearchParams, name: string): string | null {
  const values = params.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

function isEqual(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
