import { asc, eq, inArray, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { type AccountProblem, type Failure, instagramAccounts, messages } from "#db/schema/index.ts";
import { onDrain } from "#lib/lifecycle.ts";
import { subscribe } from "#lib/realtime/subscribe.ts";

const LOOK_EVERY_MS = 1_000;
/** Soon enough for what was sent at once, when the hint came before the first look. */
const FIRST_LOOK_MS = 50;

export type ReplyState = {
  id: string;
  mid: string | null;
  status: "queued" | "sending" | "sent" | "failed" | "unconfirmed" | null;
  failure: Failure | null;
  accountProblem: AccountProblem | null;
  isPaused: boolean;
};

/**
 * Waits until it is known what became of every reply, or it is clear that this will take longer: Instagram asked to slow down,
 * the account stands still, this process is to end, or `deadlineMs` have passed. In the order they were written.
 */
export async function awaitReplies(workspaceId: string, ids: string[], deadlineMs: number): Promise<ReplyState[]> {
  let endsAt = Date.now() + deadlineMs;
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe(workspaceId, () => wake());
  const takeBack = onDrain(() => {
    endsAt = 0;
    wake();
  });
  try {
    for (let look = 0; ; look++) {
      const nudged = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const states = await readStates(ids);
      const leftMs = endsAt - Date.now();
      if (leftMs <= 0 || isDecided(states)) return states;
      const waitMs = look === 0 ? FIRST_LOOK_MS : LOOK_EVERY_MS;
      await Promise.race([nudged, new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, waitMs)))]);
    }
  } finally {
    unsubscribe();
    takeBack();
  }
}

/** An unknown outcome is worth waiting for: the echo or a look usually settles it in time. */
function isDecided(states: ReplyState[]): boolean {
  return states.every(
    ({ status, accountProblem, isPaused }) =>
      status === "sent" || status === "failed" || (status === "queued" && (accountProblem !== null || isPaused)),
  );
}

export async function readStates(ids: string[]): Promise<ReplyState[]> {
  return db
    .select({
      id: messages.id,
      mid: messages.mid,
      status: messages.status,
      failure: messages.failure,
      accountProblem: instagramAccounts.problem,
      isPaused: sql<boolean>`coalesce(${instagramAccounts.pausedUntil} > now(), false)`,
    })
    .from(messages)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, messages.instagramAccountId))
    .where(inArray(messages.id, ids))
    .orderBy(asc(messages.seq));
}
