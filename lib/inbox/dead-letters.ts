import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { type EventState, webhookEvents } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { putOverdueBehind, queueLanes } from "./lane-jobs.ts";

const MAX_LISTED = 500;
/** The account that the tests of Meta's dashboard are about. */
const NOBODY = "0";
/** Kept this long, an effect whose message never came is let go. */
const WAITING_DAYS = 7;
/** Long enough for a job to have been picked up by somebody. */
const STUCK_SECONDS = 60;

export type ListedEvent = Awaited<ReturnType<typeof listEvents>>[number];

/** Webhook events in one state, newest first, without their content. */
export function listEvents(state: EventState) {
  return db
    .select({
      id: webhookEvents.id,
      kind: webhookEvents.kind,
      igId: webhookEvents.igId,
      state: webhookEvents.state,
      reason: webhookEvents.reason,
      attempts: webhookEvents.attempts,
      receivedAt: webhookEvents.receivedAt,
    })
    .from(webhookEvents)
    .where(eq(webhookEvents.state, state))
    .orderBy(desc(webhookEvents.receivedAt))
    .limit(MAX_LISTED);
}

export function listDeadEvents(): Promise<ListedEvent[]> {
  return listEvents("dead");
}

/** Tries a dead event again; its key still makes sure that it takes effect at most once. */
export async function replayEvent(id: string): Promise<void> {
  const replayed = await transaction((tx) => revive(tx, [id]));
  if (replayed === 0) throw new NotFoundError("The event");
}

/** Tries all dead events again and says how many. */
export function replayAllDead(): Promise<number> {
  return transaction((tx) => revive(tx));
}

async function revive(tx: Tx, ids?: string[]): Promise<number> {
  const revived = await tx
    .update(webhookEvents)
    .set({ state: "pending", reason: null, attempts: 0, settledAt: null })
    .where(and(eq(webhookEvents.state, "dead"), ids && inArray(webhookEvents.id, ids)))
    .returning({ lane: webhookEvents.lane });
  await queueLanes(
    tx,
    [...new Set(revived.map(({ lane }) => lane))].map((lane) => ({ lane, isLive: true })),
  );
  return revived.length;
}

/** How intake is doing, for the people who look after the installation. */
export async function getPipelineHealth() {
  const counts = await db
    .select({ state: webhookEvents.state, reason: webhookEvents.reason, count: sql<number>`count(*)::int` })
    .from(webhookEvents)
    .where(sql`${webhookEvents.state} in ('pending', 'waiting', 'dead') or ${webhookEvents.reason} = 'unknown_account'`)
    .groupBy(webhookEvents.state, webhookEvents.reason);
  const [oldest] = await db
    .select({
      lagMs: sql<number>`coalesce(extract(epoch from now() - min(${webhookEvents.receivedAt})) * 1000, 0)::float8`,
    })
    .from(webhookEvents)
    .where(eq(webhookEvents.state, "pending"));
  const [test] = await db
    .select({ at: sql<Date | null>`max(${webhookEvents.receivedAt})`.mapWith(webhookEvents.receivedAt) })
    .from(webhookEvents)
    .where(eq(webhookEvents.igId, NOBODY));
  const countOf = (state: EventState) =>
    counts.filter((row) => row.state === state).reduce((sum, row) => sum + row.count, 0);
  return {
    lagMs: Math.round(oldest?.lagMs ?? 0),
    pending: countOf("pending"),
    waiting: countOf("waiting"),
    dead: countOf("dead"),
    /** When the *Test* button of Meta's dashboard was last heard (facts 2.8). */
    testedAt: test?.at ?? null,
    unknownAccount: counts.find((row) => row.reason === "unknown_account")?.count ?? 0,
  };
}

/** Housekeeping: lanes whose job was lost get one again, and effects without a message are let go. */
export async function sweepEvents(): Promise<void> {
  await putOverdueBehind();
  await transaction(async (tx) => {
    const stuck = await tx
      .selectDistinct({ lane: webhookEvents.lane })
      .from(webhookEvents)
      .where(
        and(
          eq(webhookEvents.state, "pending"),
          lt(webhookEvents.receivedAt, sql`now() - make_interval(secs => ${STUCK_SECONDS})`),
          sql`not exists (select 1 from graphile_worker.jobs
            where key = 'process-events:' || ${webhookEvents.lane} and (attempts < max_attempts or locked_at is not null))`,
        ),
      )
      .limit(MAX_LISTED);
    await queueLanes(
      tx,
      stuck.map(({ lane }) => ({ lane, isLive: false })),
    );
    await tx
      .update(webhookEvents)
      .set({ state: "ignored", reason: "message_never_came", settledAt: sql`now()` })
      .where(
        and(
          eq(webhookEvents.state, "waiting"),
          lt(webhookEvents.receivedAt, sql`now() - make_interval(days => ${WAITING_DAYS})`),
        ),
      );
  });
}
