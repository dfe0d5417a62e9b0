import { z } from "zod";
import { seed } from "#db/seed.ts";
import { type Command, readOptions } from "./command.ts";

const count = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number.")
    .transform(Number)
    .pipe(z.number().min(1, "must be at least 1.").max(max, `may be at most ${max}.`));

const amounts = z.object({
  conversations: count(1_000_000).default(40),
  messages: count(20_000_000).default(400),
  language: z.enum(["en", "de"], { error: 'must be "en" or "de".' }).optional(),
});

/** `seed --conversations N --messages M [--language en|de]` adds believable demo data under its own demo account. */
const run: Command = async (args) => {
  const { conversations, messages, language } = readOptions(args, amounts);
  const made = await seed({ conversations, messages: Math.max(messages, conversations), language });
  return `${made.conversations} conversations with ${made.messages} messages under @${made.username}`;
};

export const commands = { "": run };
