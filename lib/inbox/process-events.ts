import { and, asc, eq, notInArray, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { webhookEvents } from "#db/schema/index.ts";
import { forgetEvents } from "#lib/erased-contacts.ts";
import { parseEvent } from "#lib/instagram/webhook.ts";
import { log } from "#lib/log.ts";
import { applyEvent, ERASED, type Outcome } from "./apply-event.ts";
import { inLane } from "./lane.ts";
import { noteActivity } from "./note-activity.ts";

const MAX_ATTEMPTS = 5;

type Claimed = Pick<typeof webhookEvents.$inferSelect, "id" | "attempts">;

/** Thrown when some events of a lane failed but may work later: the queue comes back with growing pauses. */
export class EventsPendingError extends Error {
  constructor(count: number) {
    super(`${count} events could not be applied yet.`);
    this.name = "EventsPendingError";
  }
}

/**
 * Applies all pending events of a lane in Instagram's order, each in its own transaction with its mark, so exactly once. One
 * that fails harms no other; after five attempts it is a dead letter with its reason.
 */
export function processEvents(lane: string): Promise<void> {
  return inLane(lane, async () => {
    const failed: string[] = [];
    for (let event = await claimNext(lane, failed); event; event = await claimNext(lane, failed)) {
      if (!(await processEvent(event))) failed.push(event.id);
    }
    await noteActivity(lane.split(":")[0] ?? "");
    if (failed.length > 0) throw new EventsPendingError(failed.length);
  });
}

/** The attempt counts before it runs, so one that kills the process is counted as well. */
async function claimNext(lane: string, failed: string[]): Promise<Claimed | undefined> {
  const next = db
    .select({ id: webhookEvents.id })
    .from(webhookEvents)
    .where(
      and(
        eq(webhookEvents.lane, lane),
        sql`${webhookEvents.state} = 'pending'`,
        failed.length > 0 ? notInArray(webhookEvents.id, failed) : undefined,
      ),
    )
    .orderBy(asc(webhookEvents.occurredAt), asc(webhookEvents.seq))
    .limit(1);
  const [event] = await db
    .update(webhookEvents)
    .set({ attempts: sql`${webhookEvents.attempts} + 1` })
    .where(eq(webhookEvents.id, sql`(${next})`))
    .returning({ id: webhookEvents.id, attempts: webhookEvents.attempts });
  return event;
}

/** True when the event is settled. */
async function processEvent({ id, attempts }: Claimed): Promise<boolean> {
  if (attempts > MAX_ATTEMPTS) return settle(id, { state: "dead", reason: "too_many_attempts" });
  try {
    await applyStoredEvent(id);
    return true;
  } catch (error) {
    log.error({ error, eventId: id, attempt: attempts }, "event not applied");
    if (attempts < MAX_ATTEMPTS) return false;
    return settle(id, { state: "dead", reason: error instanceof Error ? error.name : "error" });
  }
}

async function applyStoredEvent(id: string): Promise<void> {
  await transaction(async (tx) => {
    const [stored] = await tx
      .select()
      .from(webhookEvents)
      .where(and(eq(webhookEvents.id, id), eq(webhookEvents.state, "pending")))
      .for("update");
    if (!stored) return;

    const event = parseEvent(stored.payload, stored.key, stored.receivedAt);
    const outcome: Outcome = event ? await applyEvent(tx, event) : { state: "dead", reason: "unreadable" };
    await tx
      .update(webhookEvents)
      .set({ ...outcome, settledAt: sql`now()` })
      .where(eq(webhookEvents.id, id));
    if (outcome === ERASED) await forgetEvents(tx, eq(webhookEvents.id, id));
  });
}

async function settle(id: string, outcome: Outcome): Promise<true> {
  await db
    .update(webhookEvents)
    .set({ ...outcome, settledAt: sql`now()` })
    .where(and(eq(webhookEvents.id, id), eq(webhookEvents.state, "pending")));
  return true;
}
