import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { awaitTurn } from "#lib/account-reads.ts";
import { AppError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { MediaError } from "./errors.ts";

/**
 * Asks Instagram for a fresh address in an account's name. Every refusal becomes a MediaError: `unavailable` if the same
 * question may be answered later, else `gone`.
 */
export async function askInstagram<T>(accountId: string, ask: (token: string) => Promise<T>): Promise<T> {
  let token: string | undefined;
  try {
    // An account that cannot be called at all is told at once, and its token is read again after the wait.
    await getAccountAccess(accountId);
    await waitForTurn(accountId);
    ({ token } = await getAccountAccess(accountId));
    return await ask(token);
  } catch (error) {
    if (error instanceof AppError) {
      const isPassing = error.code === "unavailable";
      throw new MediaError(isPassing ? "unavailable" : "gone", "The account's calls stand still.", error);
    }
    if (!(error instanceof InstagramError)) throw error;
    await recordRefusal(db, accountId, error, token);
    const isPassing = error.retryable || error.kind === "unknown";
    throw new MediaError(isPassing ? "unavailable" : "gone", "Instagram does not give it.", error);
  }
}

/** Instagram allows two readings per second and account (facts 4.1), and others read as well. */
const INTERVAL_MS = 1_000;
const MAX_WAIT_MS = 10_000;
const nextTurns = new Map<string, number>();

async function waitForTurn(accountId: string): Promise<void> {
  const [account] = await db
    .select({ pausedUntil: instagramAccounts.pausedUntil })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.id, accountId));
  const now = Date.now();
  const turnAt = Math.max(now, nextTurns.get(accountId) ?? 0);
  if ((account?.pausedUntil?.getTime() ?? 0) > now || turnAt - now > MAX_WAIT_MS) {
    throw new MediaError("unavailable", "The account is not asked for media just now.");
  }
  nextTurns.set(accountId, turnAt + INTERVAL_MS);
  await setTimeout(turnAt - now);
  await awaitTurn(accountId);
}
