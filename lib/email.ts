import { z } from "zod";

const MAX_LENGTH = 254;

/**
 * The one spelling of an address, or null when it is none. Compatibility forms are folded first, and a sign that only
 * folding turns into "@" is refused: two spellings must never reach two mailboxes.
 */
export function normaliseEmail(given: string): string | null {
  const trimmed = given.trim();
  const email = trimmed.normalize("NFKC").toLowerCase();
  if (email.length > MAX_LENGTH || trimmed.split("@").length !== 2) return null;
  return z.email().safeParse(email).success ? email : null;
}

/** For the schemas of forms and commands. */
export const emailField = z.string().transform((given, context) => {
  const email = normaliseEmail(given);
  if (email !== null) return email;
  context.addIssue({ code: "custom", message: "This is not an e-mail address." });
  return z.NEVER;
});
