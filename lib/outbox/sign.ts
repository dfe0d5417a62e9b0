import { createHmac } from "node:crypto";

export type Signed = { id: string; event: string; body: string };

/**
 * Both families of signatures over the raw body. Zernio's is keyed with the whole secret string, the first one; Standard
 * Webhooks' with the bytes of each secret, so that consumers verify throughout a rotation.
 */
export function signatureHeaders({ id, event, body }: Signed, secrets: string[], now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${hmac(keyOf(secret), `${id}.${timestamp}.${body}`, "base64")}`);
  return {
    "x-zernio-event": event,
    "x-zernio-event-id": id,
    "x-zernio-signature": hmac(secrets[0] ?? "", body, "hex"),
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

/** The base64 part after `whsec_`; a secret that is no base64 is its own bytes. */
function keyOf(secret: string): Buffer {
  const encoded = secret.replace(/^whsec_/, "");
  return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) ? Buffer.from(encoded, "base64") : Buffer.from(secret);
}

function hmac(key: Buffer | string, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(text).digest(encoding);
}
