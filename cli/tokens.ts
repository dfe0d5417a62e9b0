import { z } from "zod";
import { type ListedToken, listTokenStates, refreshListed } from "#lib/accounts/token-list.ts";
import { AppError } from "#lib/errors.ts";
import { type Command, readOptions } from "./command.ts";

const chosen = z.object({ account: z.string().min(1, "must not be empty.").optional() });

/** `tokens list` prints one account a line: username, Instagram's id, state, expiry, days left, and what is wrong. */
const list: Command = async (args) => {
  readOptions(args, z.object({}));
  return (await listTokenStates()).map(line).join("\n");
};

/** `tokens refresh [--account A]` renews now. Fails if a token was due to be renewed and could not be. */
const refresh: Command = async (args) => {
  const results = await refreshListed(readOptions(args, chosen).account);
  const failed = results.filter(({ result }) => result === "failed" || result === "held");
  if (failed.length > 0) {
    const names = failed.map(({ username, result }) => `@${username} (${WORDS[result]})`).join(", ");
    throw new AppError("unavailable", `Not renewed: ${names}.`);
  }
  return results.map(({ username, result }) => `@${username}\t${WORDS[result]}`).join("\n");
};

const WORDS = {
  refreshed: "refreshed",
  not_due: "not due",
  too_young: "younger than 24 hours, not renewed yet",
  busy: "being renewed by another process",
  held: "must be reconnected",
  failed: "refused by Instagram, will be tried again",
} as const;

export const commands = { list, refresh };

function line({ username, igId, state, expiresAt, daysLeft, problem, refreshError }: ListedToken): string {
  return [
    `@${username}`,
    igId,
    state,
    expiresAt?.toISOString() ?? "-",
    daysLeft === null ? "-" : `${daysLeft} days left`,
    problem ?? refreshError ?? "-",
  ].join("\t");
}
