import { z } from "zod";
import { closeDatabase } from "#db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Command } from "./command.ts";

/** `cli/<noun>.ts` exports `commands`, its verbs by name. A noun without verbs has the single one "". */
const NOUNS: Record<string, () => Promise<{ commands: Record<string, Command> }>> = {
  user: () => import("./user.ts"),
  "api-key": () => import("./api-key.ts"),
  events: () => import("./events.ts"),
  tokens: () => import("./tokens.ts"),
  seed: () => import("./seed.ts"),
  backup: () => import("./backup.ts"),
  restore: () => import("./restore.ts"),
};

const [noun = "", verb = "", ...rest] = process.argv.slice(2);
try {
  const printed = await (await findCommand())();
  if (printed) console.log(printed);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}

async function findCommand(): Promise<() => Promise<string>> {
  const load = Object.hasOwn(NOUNS, noun) ? NOUNS[noun] : undefined;
  if (!load) throw new AppError("invalid_input", `Say what to do, one of: ${Object.keys(NOUNS).join(", ")}.`);
  const { commands } = await load();
  const only = commands[""];
  if (only) return () => only(process.argv.slice(3));
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (!command) {
    const verbs = Object.keys(commands).map((name) => `${noun} ${name}`);
    throw new AppError("invalid_input", `Say what to do, one of: ${verbs.join(", ")}.`);
  }
  return () => command(rest);
}

/** Whatever happened, in one sentence: what is wrong and, where a person can mend it, how. */
function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const isMissing = issue?.code === "invalid_type" && issue.input === undefined;
    return `--${issue?.path.join(".")}: ${isMissing ? "is missing." : issue?.message}`;
  }
  if (!(error instanceof Error)) return "This did not work, for a reason unknown.";
  const { code } = error as Error & { code?: string };
  if (code?.startsWith("ERR_PARSE_ARGS")) return error.message.split(". ")[0]?.concat(".") ?? error.message;
  if (error instanceof AppError) return error.message;
  const cause = error.cause instanceof Error ? error.cause : error;
  return `This did not work: ${cause.message.split("\n")[0]}.`.replace(/\.\.$/, ".");
}
