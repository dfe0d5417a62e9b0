import { z } from "zod";
import { seed } from "#db/seed.ts";
import { type Command, readOptions } from "./command.ts";

const count = (name: string, max: number) =>
  z.coerce
    .number(`must be a number.`)
    .int(`must be a whole number.`)
    .min(1, `must be at least 1.`)
    .max(max, `${name} may be at most ${max}.`);

const amounts = z.object({
  conversations: count("conversations", 1_000_000).default(40),
  messages: count("messages", 20_000_000).default(400),
});

/** `seed --conversations N --messages M` adds believable demo data under its own demo account. */
const run: Command = async (args) => {
  const { conversations, messages } = readOptions(args, amounts);
  const made = await seed({ conversations, messages: Math.max(messages, conversations) });
  return `${made.conversations} conversations with ${made.messages} messages under @${made.username}`;
};

export const commands = { "": run };
