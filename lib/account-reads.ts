import { setTimeout } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { type Database, db, type Tx } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";
import { slowDownSeconds } from "./account-usage.ts";

/** Instagram allows two readings of conversations per second and account (facts 4.1); the rest is for what a network does to intervals. */
const INTERVAL_MS = 700;
/** Whoever is later than that, on a machine that has much to do, would come too close to the next, which waits a little more. */
const MAX_LATE_MS = 150;

/** Readings of one account's conversations, one job after another: they would only wait for each other's turns. */
export function readLane(instagramAccountId: string): string {
  return `reads-${instagramAccountId}`;
}

/**
 * Waits until the account's conversations may be read, whatever other processes read; answers the database's moment of the turn.
 * AppError `account_needs_reconnect` or `unavailable` when by then Instagram has refused or paused the account.
 */
export async function awaitTurn(instagramAccountId: string): Promise<Date> {
  const began = performance.now();
  const turn = await takeTurn(instagramAccountId);
  await setTimeout(turn.waitMs);
  await refuseIfNotCallable(instagramAccountId);
  if (performance.now() - began - turn.waitMs > MAX_LATE_MS) await moveNextTurn(instagramAccountId);
  return turn.at;
}

async function takeTurn(instagramAccountId: string): Promise<{ at: Date; waitMs: number }> {
  const [turn] = await db.execute<{ at: string; waitMs: number }>(sql`
    with pace as (
      select id, connected_at, make_interval(secs => ${INTERVAL_MS / 1000}::float8 + ${slowDownSeconds(sql`usage`)}) as every
      from instagram_accounts where id = ${instagramAccountId}
    )
    insert into reconciliations as r (instagram_account_id, history_before, next_read_at)
    select id, connected_at, clock_timestamp() + every from pace
    on conflict (instagram_account_id) do update
      set next_read_at = greatest(r.next_read_at, clock_timestamp()) + (select every from pace)
    returning (next_read_at - (select every from pace))::text as at,
      (extract(epoch from next_read_at - (select every from pace) - clock_timestamp()) * 1000)::float8 as "waitMs"`);
  return turn ? { at: new Date(turn.at), waitMs: Math.max(0, turn.waitMs) } : { at: new Date(), waitMs: 0 };
}

async function moveNextTurn(instagramAccountId: string): Promise<void> {
  await db.execute(sql`
    update reconciliations
    set next_read_at = greatest(next_read_at, clock_timestamp() + make_interval(secs => ${INTERVAL_MS / 1000}))
    where instagram_account_id = ${instagramAccountId}`);
}

/** Refusals and pauses that came since the caller looked, in this process or another, hold for its call as well. */
export async function refuseIfNotCallable(instagramAccountId: string): Promise<void> {
  const [account] = await db
    .select({ isCallable, isPaused: sql<boolean>`${instagramAccounts.problem} is null` })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.id, instagramAccountId));
  if (!account || account.isCallable) return;
  if (account.isPaused) throw new AppError("unavailable", "Instagram asked this account to slow down.");
  throw new AppError("account_needs_reconnect", "Instagram no longer lets us act for this account.");
}

/** Has the accounts' conversations compared with Instagram's, soon. To be called whenever events may have been missed. */
export async function queueReconciliation(tx: Tx | Database, instagramAccountIds: string[]): Promise<void> {
  await enqueueAll(
    tx,
    instagramAccountIds.map((instagramAccountId) => ({
      name: "reconcile-account",
      payload: { instagramAccountId },
      lane: readLane(instagramAccountId),
      key: `reconcile-account:${instagramAccountId}`,
      maxAttempts: 5,
    })),
  );
}

/** A freshly connected account: everything written until now is its history, which is fetched. */
export async function queueHistory(tx: Tx | Database, instagramAccountId: string): Promise<void> {
  await tx.execute(sql`
    insert into reconciliations (instagram_account_id, history_before)
    values (${instagramAccountId}, now())
    on conflict (instagram_account_id) do update
      set history_before = now(), import_finished_at = null, walk_started_at = null, walk_cursor = null`);
  await queueReconciliation(tx, [instagramAccountId]);
}

/** An account that was connected before this was kept gets its row. */
export async function ensureReconciliation(instagramAccountId: string): Promise<void> {
  await db.execute(sql`
    insert into reconciliations (instagram_account_id, history_before)
    select id, connected_at from instagram_accounts where id = ${instagramAccountId}
    on conflict do nothing`);
}

/** SQL: the account may be called right now. */
export const isCallable = sql<boolean>`(${instagramAccounts.disconnectedAt} is null and ${instagramAccounts.problem} is null
  and (${instagramAccounts.pausedUntil} is null or ${instagramAccounts.pausedUntil} < now()))`;
