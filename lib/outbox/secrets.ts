import { randomBytes } from "node:crypto";
import type { webhookEndpoints } from "#db/schema/index.ts";
import { decrypt, encrypt } from "#lib/crypto.ts";

type Place = { id: string; workspaceId: string };
type Sealed = Place &
  Pick<
    typeof webhookEndpoints.$inferSelect,
    "secretCiphertext" | "previousSecretCiphertext" | "previousSecretEndsAt" | "headersCiphertext"
  >;

export function makeSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

export function sealSecret(secret: string, endpoint: Place): string {
  return encrypt(secret, boundTo(endpoint, "secret"));
}

export function openSecret(endpoint: Sealed): string {
  return decrypt(endpoint.secretCiphertext, boundTo(endpoint, "secret"));
}

/** The present secret and, while a rotation overlaps, the one before it. Never store or log them. */
export function openSecrets(endpoint: Sealed, now: Date): string[] {
  const { previousSecretCiphertext: previous, previousSecretEndsAt: endsAt } = endpoint;
  const isOverlapping = previous !== null && endsAt !== null && endsAt > now;
  return [openSecret(endpoint), ...(isOverlapping ? [decrypt(previous, boundTo(endpoint, "secret"))] : [])];
}

export function sealHeaders(headers: Record<string, string>, endpoint: Place): string | null {
  if (Object.keys(headers).length === 0) return null;
  return encrypt(JSON.stringify(headers), boundTo(endpoint, "headers"));
}

export function openHeaders(endpoint: Sealed): Record<string, string> {
  const { headersCiphertext } = endpoint;
  return headersCiphertext === null ? {} : JSON.parse(decrypt(headersCiphertext, boundTo(endpoint, "headers")));
}

/** A ciphertext moved to another row, workspace or column by hand must not open there. */
function boundTo({ id, workspaceId }: Place, what: "secret" | "headers"): string {
  return `webhook_endpoints.${what}|${id}|${workspaceId}`;
}
