import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { env } from "./env.ts";

const ALGORITHM = "aes-256-gcm";

/** Thrown when a ciphertext is not what we wrote for this row, or its key is gone. */
export class DecryptionError extends Error {
  /** Another instance, with another ENCRYPTION_KEYS, may well be able to read it. */
  readonly isKeyMissing: boolean;

  constructor(reason: string, isKeyMissing = false) {
    super(`A stored secret cannot be read: ${reason}.`);
    this.name = "DecryptionError";
    this.isKeyMissing = isKeyMissing;
  }
}

/** `boundTo` names the row (`table|id`), so that a ciphertext copied to another row is refused. */
export function encrypt(plaintext: string, boundTo: string): string {
  const [key] = keyRing();
  if (!key) throw new DecryptionError("ENCRYPTION_KEYS is empty");
  const iv = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key.secret, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(`${boundTo}|${key.id}`));
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return ["v1", key.id, iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

export function decrypt(ciphertext: string, boundTo: string): string {
  const [version, keyId, iv, sealed] = ciphertext.split(".");
  if (version !== "v1" || !keyId || !iv || !sealed) throw new DecryptionError("its form is unknown");
  const key = keyRing().find((candidate) => candidate.id === keyId);
  if (!key) throw new DecryptionError(`key ${keyId} is not in ENCRYPTION_KEYS`, true);
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < 16) throw new DecryptionError("it is cut short");
  try {
    const decipher = createDecipheriv(ALGORITHM, key.secret, Buffer.from(iv, "base64url"), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`${boundTo}|${key.id}`));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch {
    throw new DecryptionError("it does not belong to this row or was altered");
  }
}

/** The name of the key a ciphertext was made with, or null when this installation's ENCRYPTION_KEYS hold that key. */
export function missingKeyOf(ciphertext: string): string | null {
  const keyId = ciphertext.split(".")[1] ?? "";
  return keyRing().some((key) => key.id === keyId) ? null : keyId;
}

/** SHA-256 in hex: how tokens that only we hand out are stored. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** 256 random bits, fit for an address. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Any string makes a key: it is hashed to 32 bytes, so a passphrase works as well as `openssl rand -base64 32`. */
function keyRing() {
  return env().ENCRYPTION_KEYS.map((text) => {
    const secret = createHash("sha256").update(`antwort key|${text}`).digest();
    return { secret, id: createHash("sha256").update(secret).digest("hex").slice(0, 8) };
  });
}
