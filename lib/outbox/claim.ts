import { randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { deliveryAttempts, outgoingEvents, webhookEndpoints } from "#db/schema/index.ts";
import { ATTEMPT_MS, type Endpoint } from "./attempt.ts";
import type { Signed } from "./sign.ts";

/** An event whose attempt is on record and may now be sent. */
export type Claimed = {
  attemptId: string;
  endpoint: Endpoint;
  signed: Signed;
  lane: string;
  /** Since the first attempt, when this one began. */
  elapsedMs: number;
};

/** Longer than an attempt, so that a runner that is alive has always renewed it. */
const LEASE_SECONDS = 20;
/** When an attempt is made again whose runner died. */
const ABANDONED_AFTER_SECONDS = ATTEMPT_MS / 1000 + 5;
/** An event holds up those behind it in its conversation for its first four attempts. */
const MINUTES_IN_ORDER = 36;
/** Longer where the endpoint takes nothing else either, but not for ever. */
const HOURS_IN_ORDER = 6;

/** Whether this runner may send to the endpoint: one at a time does, and none while it is switched off or held. */
export async function takeLease(endpointId: string, runner: string): Promise<boolean> {
  return (await renewLease(db, endpointId, runner, true)) !== undefined;
}

export async function releaseLease(endpointId: string, runner: string): Promise<void> {
  await db
    .update(webhookEndpoints)
    .set({ leasedBy: null, leasedUntil: null })
    .where(and(eq(webhookEndpoints.id, endpointId), eq(webhookEndpoints.leasedBy, runner)));
}

/** The oldest event that is due and need not wait for one before it, outside the lanes that are busy. */
export function claimNext(endpointId: string, runner: string, busyLanes: string[]): Promise<Claimed | null> {
  return transaction(async (tx) => {
    const endpoint = await renewLease(tx, endpointId, runner, false);
    if (!endpoint) return null;
    const next = await pickDue(tx, endpoint, busyLanes);
    if (!next) return null;
    const { lane, eventId, attempts, elapsedMs } = next;
    if (attempts > 1) await endInterrupted(tx, endpointId, eventId);
    const attemptId = randomUUID();
    await tx
      .insert(deliveryAttempts)
      .values({ id: attemptId, endpointId, eventId, attempt: attempts, url: endpoint.url });
    const [event] = await tx
      .select({ id: outgoingEvents.id, event: outgoingEvents.event, body: outgoingEvents.body })
      .from(outgoingEvents)
      .where(eq(outgoingEvents.id, eventId));
    return event ? { attemptId, endpoint, signed: event, lane, elapsedMs } : null;
  });
}

async function renewLease(tx: Tx | typeof db, endpointId: string, runner: string, mayTake: boolean) {
  const isFree = sql`${webhookEndpoints.leasedUntil} is null or ${webhookEndpoints.leasedUntil} < now()`;
  const [endpoint] = await tx
    .update(webhookEndpoints)
    .set({ leasedBy: runner, leasedUntil: sql`now() + make_interval(secs => ${LEASE_SECONDS})` })
    .where(
      and(
        eq(webhookEndpoints.id, endpointId),
        isNull(webhookEndpoints.pausedAt),
        isNull(webhookEndpoints.disabledAt),
        sql`(${webhookEndpoints.heldUntil} is null or ${webhookEndpoints.heldUntil} <= now())`,
        sql`(${webhookEndpoints.leasedBy} = ${runner} or (${mayTake} and (${isFree})))`,
      ),
    )
    .returning();
  return endpoint;
}

type Due = { eventId: string; lane: string; attempts: number; elapsedMs: number };

async function pickDue(tx: Tx, { id }: Endpoint, busyLanes: string[]): Promise<Due | undefined> {
  const [due] = await tx.execute<Due>(sql`
    update event_deliveries d set
      attempts = d.attempts + 1,
      first_attempt_at = coalesce(d.first_attempt_at, now()),
      next_attempt_at = now() + make_interval(secs => ${ABANDONED_AFTER_SECONDS})
    from (
      select one.event_id from event_deliveries one
      where one.endpoint_id = ${id} and one.state = 'pending' and one.next_attempt_at <= now()
        and one.lane <> all(array(select json_array_elements_text(${JSON.stringify(busyLanes)}::json))::uuid[])
        and not exists (${blockerOf(sql`one`)})
      order by one.seq limit 1
    ) next
    where d.endpoint_id = ${id} and d.event_id = next.event_id
    returning d.event_id as "eventId", d.lane, d.attempts,
      (extract(epoch from now() - d.first_attempt_at) * 1000)::float8 as "elapsedMs"`);
  return due;
}

/**
 * Puts what must wait for an earlier event off until that one is due, or may be overtaken. To be called when nothing else can
 * be claimed.
 */
export async function postponeBlocked(endpointId: string): Promise<void> {
  await db.execute(sql`
    update event_deliveries d set next_attempt_at = blocked.until
    from (
      select one.event_id, greatest(now(), case when blocker.overtaken_at > now()
        then least(blocker.overtaken_at, blocker.next_attempt_at) else blocker.next_attempt_at end)
        + interval '1 millisecond' as until
      from event_deliveries one cross join lateral (${blockerOf(sql`one`)} order by e.seq desc limit 1) blocker
      where one.endpoint_id = ${endpointId} and one.state = 'pending' and one.next_attempt_at <= now()
    ) blocked
    where d.endpoint_id = ${endpointId} and d.event_id = blocked.event_id`);
}

/** Milliseconds until something is due, below zero when it is; null when nothing is left. */
export async function dueInMs(endpointId: string): Promise<number | null> {
  const [row] = await db.execute<{ ms: number | null }>(sql`
    select (extract(epoch from greatest(min(d.next_attempt_at), w.held_until) - now()) * 1000)::float8 as ms
    from webhook_endpoints w join event_deliveries d on d.endpoint_id = w.id and d.state = 'pending'
    where w.id = ${endpointId} and w.paused_at is null and w.disabled_at is null
    group by w.held_until`);
  return row?.ms ?? null;
}

/** An earlier event of the same lane that is still to be sent and may hold up the later ones. */
function blockerOf(one: ReturnType<typeof sql>) {
  return sql`
    select e.seq, e.next_attempt_at, e.first_attempt_at + make_interval(mins => ${MINUTES_IN_ORDER}) as overtaken_at
    from event_deliveries e join webhook_endpoints w on w.id = e.endpoint_id
    where e.endpoint_id = ${one}.endpoint_id and e.lane = ${one}.lane and e.state = 'pending' and e.seq < ${one}.seq
      and (coalesce(e.first_attempt_at > now() - make_interval(mins => ${MINUTES_IN_ORDER}), true) or (
        e.first_attempt_at > now() - make_interval(hours => ${HOURS_IN_ORDER})
        and coalesce(w.last_delivered_at <= e.first_attempt_at, true)))`;
}

/** An attempt whose runner died before it could tell. */
async function endInterrupted(tx: Tx, endpointId: string, eventId: string): Promise<void> {
  await tx
    .update(deliveryAttempts)
    .set({ error: "interrupted", finishedAt: sql`now()` })
    .where(
      and(
        eq(deliveryAttempts.endpointId, endpointId),
        eq(deliveryAttempts.eventId, eventId),
        isNull(deliveryAttempts.finishedAt),
      ),
    );
}
