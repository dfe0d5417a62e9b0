import { eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { instagramAccounts, reconciliations } from "#db/schema/index.ts";
import { isCallable, queueReconciliation } from "#lib/account-reads.ts";
import { AppError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { openReader, type Reader } from "./reader.ts";
import { listFailedScans, scanConversation } from "./scan-conversation.ts";
import { walkConversations } from "./walk-conversations.ts";

/** Instagram's list may lag a little behind; what was looked through up to then is looked at again this far back. */
const OVERLAP_MS = 10 * 60_000;
/** A walk that takes longer, or stood still, begins anew: the list it was in the middle of is another one by now. */
const STALE_MINUTES = 15;

/**
 * Finds messages that no webhook brought: walks through the conversations that changed since the last time, the first time
 * through all of them, and takes in what is missing (reliability F38). Works in slices; what is left goes on in the next job,
 * and a crash costs the slice. Where the account is refused or paused meanwhile, it goes on once it may be called again.
 */
export async function reconcileAccount(instagramAccountId: string): Promise<void> {
  const reader = await openReader(instagramAccountId);
  if (!reader) return;
  const walk = await beginWalk(instagramAccountId);
  try {
    if (walk.isNew) await rescanFailed(reader, walk.startedAt);
    const isAtEnd = await walkConversations(reader, {
      ...walk,
      onPage: (after, newest) => keepPlace(instagramAccountId, after, newest),
    });
    await (isAtEnd ? finishWalk(instagramAccountId) : queueReconciliation(db, [instagramAccountId]));
  } catch (error) {
    if (error instanceof AppError) return;
    await keepError(instagramAccountId, error);
    throw error;
  }
}

/** Every account that may be called, or only those not looked at for so long. */
export async function reconcileAccounts({ uncheckedForMinutes = 0 } = {}): Promise<void> {
  const due = await db
    .select({ id: instagramAccounts.id })
    .from(instagramAccounts)
    .leftJoin(reconciliations, eq(reconciliations.instagramAccountId, instagramAccounts.id))
    .where(
      sql`${isCallable} and coalesce(${reconciliations.checkedAt}, '-infinity')
        <= now() - make_interval(mins => ${uncheckedForMinutes})`,
    );
  await queueReconciliation(
    db,
    due.map(({ id }) => id),
  );
}

/** The walk under way, or a new one. */
async function beginWalk(instagramAccountId: string) {
  return transaction(async (tx) => {
    const own = eq(reconciliations.instagramAccountId, instagramAccountId);
    const isUnderWay = sql<boolean>`coalesce(${reconciliations.walkStartedAt} > now() - make_interval(mins => ${STALE_MINUTES}), false)`;
    const [before] = await tx.select({ isUnderWay }).from(reconciliations).where(own).for("update");
    const isNew = !before?.isUnderWay;
    if (isNew) {
      await tx
        .update(reconciliations)
        .set({ walkStartedAt: sql`now()`, walkCursor: null, walkThrough: null })
        .where(own);
    }
    const [row] = await tx.select().from(reconciliations).where(own);
    if (!row?.walkStartedAt) throw new Error("The account has no reconciliation.");
    const { walkStartedAt: startedAt, walkCursor: after, checkedThrough, importFinishedAt } = row;
    const stopsBefore = importFinishedAt && checkedThrough && new Date(checkedThrough.getTime() - OVERLAP_MS);
    return { startedAt, after, stopsBefore, isNew };
  });
}

async function rescanFailed(reader: Reader, startedAt: Date): Promise<void> {
  for (const { id, igsid } of await listFailedScans(reader.account.id, startedAt)) {
    const participants = igsid ? [{ id: igsid, username: null }] : [];
    await scanConversation(reader, { id, updatedAt: null, participants });
  }
}

async function keepPlace(instagramAccountId: string, after: string | null, newest: Date | null): Promise<void> {
  await db
    .update(reconciliations)
    .set({
      walkCursor: after,
      walkThrough: sql`greatest(${reconciliations.walkThrough}, ${newest?.toISOString() ?? null}::timestamptz)`,
    })
    .where(eq(reconciliations.instagramAccountId, instagramAccountId));
}

async function finishWalk(instagramAccountId: string): Promise<void> {
  await db
    .update(reconciliations)
    .set({
      walkStartedAt: null,
      walkCursor: null,
      importFinishedAt: sql`coalesce(${reconciliations.importFinishedAt}, now())`,
      checkedThrough: sql`greatest(${reconciliations.checkedThrough}, ${reconciliations.walkThrough})`,
      checkedAt: sql`now()`,
      checkError: null,
    })
    .where(eq(reconciliations.instagramAccountId, instagramAccountId));
}

/** A place in the list that Instagram no longer knows is given up; otherwise the next attempt goes on from it. */
async function keepError(instagramAccountId: string, error: unknown): Promise<void> {
  const isPlaceLost = error instanceof InstagramError && error.kind === "invalid";
  await db
    .update(reconciliations)
    .set({
      checkError: error instanceof InstagramError ? error.key : "failed",
      ...(isPlaceLost ? { walkStartedAt: null, walkCursor: null } : {}),
    })
    .where(eq(reconciliations.instagramAccountId, instagramAccountId));
}
