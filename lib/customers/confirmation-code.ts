import { randomBytes } from "node:crypto";

/** Letters and digits only, as Meta asks (facts 1.7); too many of them to be guessed. */
export function confirmationCode(bytes: Uint8Array = randomBytes(15)): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
