import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { webhookEvents } from "#db/schema/index.ts";
import { emitTogether } from "#lib/emit/emit.ts";
import { forgetEvents } from "#lib/erased-contacts.ts";
import { parseEvent } from "#lib/instagram/webhook.ts";
import { log } from "#lib/log.ts";
import { applyEvent, ERASED, findAccount, type Outcome } from "./apply-event.ts";
import { inLane } from "./lane.ts";
import { lockMids } from "./mids.ts";
import { noteActivity } from "./note-activity.ts";

const MAX_ATTEMPTS = 5;
/** So many events share a transaction, which holds their conversation for some tens of milliseconds. */
const MAX_TOGETHER = 25;

type Claimed = { id: string; attempts: number };

/** Thrown when some events of a lane failed but may work later: the queue comes back with growing pauses. */
export class EventsPendingError extends Error {
  constructor(count: number) {
    super(`${count} events could not be applied yet.`);
    this.name = "EventsPendingError";
  }
}

/**
 * Applies all pending events of a lane in Instagram's order, each together with its mark, so exactly once. One that fails harms
 * no other; after five attempts it is a dead letter with its reason.
 */
export function processEvents(lane: string): Promise<void> {
  return inLane(lane, async () => {
    const failed: string[] = [];
    for (let next = await claimNext(lane, failed); next.length > 0; next = await claimNext(lane, failed)) {
      failed.push(...(await processTogether(next)));
    }
    await noteActivity(lane.split(":")[0] ?? "");
    if (failed.length > 0) throw new EventsPendingError(failed.length);
  });
}

/**
 * The next events, none of which was tried before, or the next one alone. The attempt counts before it runs: one that kills the
 * process takes its neighbours along once, and stands alone from then on.
 */
async function claimNext(lane: string, failed: string[]): Promise<Claimed[]> {
  const rows = await db.execute<Claimed & { position: number }>(sql`
    with next as (
      select id, row_number() over in_order as position, bool_or(attempts > 0) over in_order as is_tried
      from (
        select id, attempts, occurred_at, seq from webhook_events
        where lane = ${lane} and state = 'pending' 
          and id not in (select value::uuid from json_array_elements_text(${JSON.stringify(failed)}::json))
        order by occurred_at, seq limit ${MAX_TOGETHER}
      ) as pending
      window in_order as (order by occurred_at, seq)
    )
    update webhook_events e set attempts = e.attempts + 1
    from next where e.id = next.id and (not next.is_tried or next.position = 1)
    returning e.id, e.attempts, next.position::int as position`);
  return [...rows].sort((a, b) => a.position - b.position);
}

/** The ids of those that failed. */
async function processTogether(claimed: Claimed[]): Promise<string[]> {
  if (claimed.length > 1 && (await succeeds(() => applyStoredEvents(claimed.map(({ id }) => id))))) return [];
  const failed: string[] = [];
  for (const event of claimed) if (!(await processEvent(event))) failed.push(event.id);
  return failed;
}

/** What goes wrong among several is told once it goes wrong alone. */
async function succeeds(work: () => Promise<void>): Promise<boolean> {
  return work().then(
    () => true,
    () => false,
  );
}

/** True when the event is settled. */
async function processEvent({ id, attempts }: Claimed): Promise<boolean> {
  if (attempts > MAX_ATTEMPTS) return settleDead(id, "too_many_attempts");
  try {
    await applyStoredEvents([id]);
    return true;
  } catch (error) {
    log.error({ error, eventId: id, attempt: attempts }, "event not applied");
    if (attempts < MAX_ATTEMPTS) return false;
    return settleDead(id, error instanceof Error ? error.name : "error");
  }
}

/** Events of one lane, all of them or none. */
async function applyStoredEvents(ids: string[]): Promise<void> {
  await transaction(async (tx) => {
    const stored = await tx
      .select()
      .from(webhookEvents)
      .where(and(inArray(webhookEvents.id, ids), eq(webhookEvents.state, "pending")))
      .orderBy(asc(webhookEvents.occurredAt), asc(webhookEvents.seq))
      .for("update");
    const [first] = stored;
    if (!first) return;

    const mids = stored.flatMap(({ mid }) => (mid === null ? [] : [mid]));
    await lockMids(tx, first.igId, mids);
    const account = await findAccount(tx, first.igId);
    await emitTogether(tx, async () => {
      const applied: string[] = [];
      for (const { id, payload, key, receivedAt } of stored) {
        const event = parseEvent(payload, key, receivedAt);
        const outcome: Outcome = event ? await applyEvent(tx, event, account) : { state: "dead", reason: "unreadable" };
        // An effect that waits must be found by the message it waits for, which may be the next of these.
        if (outcome.state === "applied" && !outcome.reason) applied.push(id);
        else await mark(tx, [id], outcome);
        if (outcome === ERASED) await forgetEvents(tx, eq(webhookEvents.id, id));
      }
      await mark(tx, applied, { state: "applied" });
    });
  });
}

async function mark(tx: Tx, ids: string[], outcome: Outcome): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(webhookEvents)
    .set({ ...outcome, settledAt: sql`now()` })
    .where(inArray(webhookEvents.id, ids));
}

async function settleDead(id: string, reason: string): Promise<true> {
  await db
    .update(webhookEvents)
    .set({ state: "dead", reason, settledAt: sql`now()` })
    .where(and(eq(webhookEvents.id, id), eq(webhookEvents.state, "pending")));
  return true;
}
