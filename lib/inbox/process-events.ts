import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { webhookEvents } from "#db/schema/index.ts";
import { emitTogether } from "#lib/emit/emit.ts";
import { forgetEvents } from "#lib/forget-events.ts";
import { type InstagramEvent, parseEvent } from "#lib/instagram/webhook.ts";
import { log } from "#lib/log.ts";
import { type Account, APPLIED, applyEvent, ERASED, findAccount, type Outcome } from "./apply-event.ts";
import { applyNewMessages, takeNewMessages } from "./apply-message.ts";
import { inLane } from "./lane.ts";
import { LIVE_SECONDS, queueAgain, queueLanes } from "./lane-jobs.ts";
import { lockMids } from "./mids.ts";
import { noteActivity } from "./note-activity.ts";
import { outlast } from "./outlast.ts";

const MAX_ATTEMPTS = 5;
/** Longer than this no lane keeps a worker: what is left waits its turn again. */
const SLICE_MS = 500;
/** So often in a row the connection may break under an event, with a database that is well otherwise, within one attempt. */
const MAX_BREAKS = 10;
/** So many events share a transaction, which holds their conversation for some tens of milliseconds. */
const MAX_TOGETHER = 25;

type Claimed = { id: string; attempts: number };

/**
 * Applies the pending events of a lane, each together with its mark, so exactly once: what is live first, then in Instagram's
 * order. One that fails harms no other: it is tried again after growing pauses, and after five attempts it is a dead letter with
 * its reason. An attempt lasts until the database's connection has held through it: that one broke is no fault of the event, unless
 * it breaks each time.
 */
export function processEvents(lane: string, { sliceMs = SLICE_MS } = {}): Promise<void> {
  return inLane(lane, async () => {
    const failed: Claimed[] = [];
    const deadline = Date.now() + sliceMs;
    for (let isMore = true; isMore; ) {
      const { claimed, isLast } = await outlast((isAgain) => claimNext(lane, failed, isAgain));
      failed.push(...(await processTogether(claimed)));
      // What failed is not to be tried again before its pause, so a lane with failures is gone through to its end.
      isMore = !isLast && (Date.now() < deadline || failed.length > 0);
      if (!isLast && !isMore) await outlast(() => queueLanes(db, [{ lane, isLive: false }]));
    }
    // A job that failed would not come back where another has taken its key meanwhile.
    if (failed.length > 0) await outlast(() => queueAgain(lane, pauseMs(failed)));
    await noteActivity(lane.split(":")[0] ?? "");
  });
}

/** As the queue itself waits for a job that failed as often as the one of these that failed least. */
function pauseMs(failed: Claimed[]): number {
  return 1_000 * Math.exp(Math.min(...failed.map(({ attempts }) => attempts)));
}

/**
 * The next events, none of which was tried before, or the next one alone. The attempt counts before it runs: one that kills the
 * process takes its neighbours along once, and stands alone from then on. Whatever comes after the last has a job of its own.
 * Rows are locked in one order wherever they are, so that two processes at one lane never wait for each other in a circle. Again,
 * where nobody heard the answer: that attempt may have been counted already.
 */
async function claimNext(
  lane: string,
  failed: Claimed[],
  isAgain: boolean,
): Promise<{ claimed: Claimed[]; isLast: boolean }> {
  const liveFrom = sql`now() - make_interval(secs => ${LIVE_SECONDS})`;
  const pending = (isOld: boolean) => sql`(
    select id, attempts, ${isOld}::boolean as is_old, occurred_at, seq from webhook_events
    where lane = ${lane} and state = 'pending' and occurred_at ${isOld ? sql`<` : sql`>=`} ${liveFrom}
      and id not in (select value::uuid from json_array_elements_text(${JSON.stringify(failed.map(({ id }) => id))}::json))
    order by occurred_at, seq limit ${MAX_TOGETHER})`;
  const attempts = isAgain ? sql`greatest(e.attempts, 1)` : sql`e.attempts + 1`;
  const rows = await db.execute<Claimed & { position: number; found: number }>(sql`
    with next as (
      select id, row_number() over in_order as position, bool_or(attempts > 0) over in_order as is_tried,
        count(*) over () as found
      from (${pending(false)} union all ${pending(true)} order by is_old, occurred_at, seq limit ${MAX_TOGETHER}) as pending
      window in_order as (order by is_old, occurred_at, seq)
    ), locked as (
      select e.id, next.position, next.found from next join webhook_events e on e.id = next.id
      where not next.is_tried or next.position = 1
      order by e.id for update of e
    )
    update webhook_events e set attempts = ${attempts} from locked where e.id = locked.id
    returning e.id, e.attempts, locked.position::int as position, locked.found::int as found`);
  const found = rows[0]?.found ?? 0;
  return {
    claimed: [...rows].sort((a, b) => a.position - b.position),
    isLast: found < MAX_TOGETHER && rows.length === found,
  };
}

/** Those that failed. */
async function processTogether(claimed: Claimed[]): Promise<Claimed[]> {
  if (claimed.length > 1 && (await succeeds(claimed.map(({ id }) => id)))) return [];
  const failed: Claimed[] = [];
  for (const event of claimed) if (!(await processEvent(event))) failed.push(event);
  return failed;
}

/** What goes wrong among several is told once it goes wrong alone. */
async function succeeds(ids: string[]): Promise<boolean> {
  return outlast(() => applyStoredEvents(ids), MAX_BREAKS).then(
    () => true,
    () => false,
  );
}

/** True when the event is settled. */
async function processEvent({ id, attempts }: Claimed): Promise<boolean> {
  if (attempts > MAX_ATTEMPTS) return settleDead(id, "too_many_attempts");
  try {
    await outlast(() => applyStoredEvents([id]), MAX_BREAKS);
    return true;
  } catch (error) {
    log.error({ error, eventId: id, attempt: attempts }, "event not applied");
    if (attempts < MAX_ATTEMPTS) return false;
    return settleDead(id, error instanceof Error ? error.name : "error");
  }
}

/** Events of one lane, all of them or none, marked before their effect: whoever else holds them finds nothing to do. */
async function applyStoredEvents(ids: string[]): Promise<void> {
  await transaction(async (tx) => {
    const { id, igId, mid, state } = webhookEvents;
    const isPending = and(inArray(id, ids), eq(state, "pending"));
    const found = await tx.select({ igId, mid }).from(webhookEvents).where(isPending);
    const [first] = found;
    if (!first) return;

    const account = await findAccount(tx, first.igId);
    const mids = found.flatMap((event) => (event.mid === null ? [] : [event.mid]));
    // Before the events: whoever holds a mid takes up the events that wait for it.
    if (account) await lockMids(tx, account, mids);
    const locked = tx.select({ id }).from(webhookEvents).where(isPending).orderBy(id).for("update");
    const stored = await tx
      .update(webhookEvents)
      .set({ state: "applied", reason: null, settledAt: sql`now()` })
      .where(inArray(id, locked))
      .returning();
    const inOrder = stored.sort((a, b) => +a.occurredAt - +b.occurredAt || a.seq - b.seq);
    const events = inOrder.map(({ id, payload, key, receivedAt }) => ({
      id,
      event: parseEvent(payload, key, receivedAt),
    }));
    await emitTogether(tx, () => applyAll(tx, account, events));
  });
}

type Read = { id: string; event: InstagramEvent | null };

async function applyAll(tx: Tx, account: Account | undefined, events: Read[]): Promise<void> {
  for (let next = 0; next < events.length; ) {
    const rest = events.slice(next);
    const run = account
      ? takeNewMessages(
          tx,
          account,
          rest.map(({ event }) => event),
        )
      : [];
    if (account && run.length > 1 && (await applyNewMessages(tx, account, run))) {
      next += run.length;
    } else {
      await applyOne(tx, account, rest[0] as Read);
      next++;
    }
  }
}

/** An effect that waits must be found by the message it waits for, which may be the next one: so its mark cannot wait. */
async function applyOne(tx: Tx, account: Account | undefined, { id, event }: Read): Promise<void> {
  const outcome: Outcome = event ? await applyEvent(tx, event, account) : { state: "dead", reason: "unreadable" };
  if (outcome === APPLIED) return;
  const settledAt = outcome.state === "waiting" ? null : sql`now()`;
  await tx
    .update(webhookEvents)
    .set({ ...outcome, settledAt })
    .where(eq(webhookEvents.id, id));
  if (outcome === ERASED) await forgetEvents(tx, eq(webhookEvents.id, id));
}

async function settleDead(id: string, reason: string): Promise<true> {
  const isPending = and(eq(webhookEvents.id, id), eq(webhookEvents.state, "pending"));
  await outlast(() => db.update(webhookEvents).set({ state: "dead", reason, settledAt: sql`now()` }).where(isPending));
  return true;
}
