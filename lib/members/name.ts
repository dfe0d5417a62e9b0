import { z } from "zod";

const MAX_LENGTH = 100;

/** What people and workspaces are called: one line, without what could turn the text around it upside down. */
export const nameField = z
  .string()
  .transform((given) =>
    given
      .normalize("NFC")
      .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " ")
      .replace(/\s+/g, " ")
      .trim(),
  )
  .pipe(z.string().min(1, "Write a name.").max(MAX_LENGTH, `Use at most ${MAX_LENGTH} characters.`));
