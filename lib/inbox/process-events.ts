import { and, asc, eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { instagramAccounts, webhookEvents } from "#db/schema/index.ts";
import { parseEvent } from "#lib/instagram/webhook.ts";
import { log } from "#lib/log.ts";
import { applyEvent, type Outcome } from "./apply-event.ts";

const MAX_ATTEMPTS = 5;
const EVENTS_PER_READ = 200;

type StoredEvent = typeof webhookEvents.$inferSelect;

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
export async function processEvents(lane: string): Promise<void> {
  const failed = new Set<string>();
  for (;;) {
    const events = (await listPending(lane)).filter((event) => !failed.has(event.id));
    if (events.length === 0) break;
    for (const event of events) if (!(await processEvent(event))) failed.add(event.id);
  }
  await noteActivity(lane);
  if (failed.size > 0) throw new EventsPendingError(failed.size);
}

function listPending(lane: string): Promise<StoredEvent[]> {
  return db
    .select()
    .from(webhookEvents)
    .where(and(eq(webhookEvents.lane, lane), eq(webhookEvents.state, "pending")))
    .orderBy(asc(webhookEvents.occurredAt), asc(webhookEvents.seq))
    .limit(EVENTS_PER_READ);
}

/** True when the event is settled. The attempt counts before it runs, so one that kills the process is counted as well. */
async function processEvent({ id, attempts }: StoredEvent): Promise<boolean> {
  if (attempts >= MAX_ATTEMPTS) return settle(id, { state: "dead", reason: "too_many_attempts" });
  await db
    .update(webhookEvents)
    .set({ attempts: sql`${webhookEvents.attempts} + 1` })
    .where(eq(webhookEvents.id, id));
  try {
    await applyStoredEvent(id);
    return true;
  } catch (error) {
    log.error({ error, eventId: id, attempt: attempts + 1 }, "event not applied");
    if (attempts + 1 < MAX_ATTEMPTS) return false;
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
  });
}

async function settle(id: string, outcome: Outcome): Promise<true> {
  await db
    .update(webhookEvents)
    .set({ ...outcome, settledAt: sql`now()` })
    .where(and(eq(webhookEvents.id, id), eq(webhookEvents.state, "pending")));
  return true;
}

/** Every few seconds is enough for people, and spares the account's row from being written with every event. */
async function noteActivity(lane: string): Promise<void> {
  const igId = lane.split(":")[0] ?? "";
  await db
    .update(instagramAccounts)
    .set({ lastEventAt: sql`now()` })
    .where(
      and(
        eq(instagramAccounts.igId, igId),
        sql`${instagramAccounts.disconnectedAt} is null`,
        sql`coalesce(${instagramAccounts.lastEventAt}, '-infinity') < now() - interval '5 seconds'`,
      ),
    );
}
