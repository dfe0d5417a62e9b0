import { and, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { deliveryAttempts, webhookEndpoints } from "#db/schema/index.ts";
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

/**
 * The oldest events that are due and need not wait for one before them, one of each lane, outside the lanes that are busy: as many
 * as make `atOnce` with those, or one while the endpoint does not answer. None where the runner may not send any more.
 */
export function claimDue(endpointId: string, runner: string, busyLanes: string[], atOnce: number): Promise<Claimed[]> {
  return transaction(async (tx) => {
    const endpoint = await renewLease(tx, endpointId, runner, false);
    if (!endpoint) return [];
    const room = (endpoint.failedAttempts > 0 ? 1 : atOnce) - busyLanes.length;
    const picked = room > 0 ? await pickDue(tx, endpoint, busyLanes, room) : [];
    await endInterrupted(tx, endpointId, picked);
    return picked.map(({ attemptId, eventId, event, body, lane, elapsedMs }) => ({
      attemptId,
      endpoint,
      signed: { id: eventId, event, body },
      lane,
      elapsedMs,
    }));
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

type Due = {
  attemptId: string;
  eventId: string;
  event: string;
  body: string;
  lane: string;
  attempts: number;
  elapsedMs: number;
};

/** Only so many of what waits are looked at: a conversation with a long queue must not be read whole for every event. */
const LOOKED_AT = 200;

/** Takes the events up and puts the attempts on record, in one statement. */
async function pickDue(tx: Tx, { id, url }: Endpoint, busyLanes: string[], limit: number): Promise<Due[]> {
  const rows = await tx.execute<Due>(sql`
    with waiting as (
      select d.event_id, d.lane, d.seq from event_deliveries d
      where d.endpoint_id = ${id} and d.state = 'pending' and d.next_attempt_at <= now()
        and d.lane <> all(array(select json_array_elements_text(${JSON.stringify(busyLanes)}::json))::uuid[])
      order by d.seq limit ${LOOKED_AT}
    ), free as (
      select distinct on (one.lane) one.event_id, one.seq
      from waiting one join event_deliveries d on d.endpoint_id = ${id} and d.event_id = one.event_id
      where not exists (${blockerOf(sql`d`)})
      order by one.lane, one.seq
    ), taken as (
      update event_deliveries d set
        attempts = d.attempts + 1,
        first_attempt_at = coalesce(d.first_attempt_at, now()),
        next_attempt_at = now() + make_interval(secs => ${ABANDONED_AFTER_SECONDS})
      from (select event_id from free order by seq limit ${limit}) next
      where d.endpoint_id = ${id} and d.event_id = next.event_id
      returning d.event_id, d.lane, d.seq, d.attempts, d.first_attempt_at
    ), begun as (
      insert into delivery_attempts (id, endpoint_id, event_id, attempt, url)
      select gen_random_uuid(), ${id}, event_id, attempts, ${url} from taken
      returning id, event_id
    )
    select begun.id as "attemptId", e.id as "eventId", e.event, e.body, taken.lane, taken.attempts,
      (extract(epoch from now() - taken.first_attempt_at) * 1000)::float8 as "elapsedMs"
    from taken join begun on begun.event_id = taken.event_id join outgoing_events e on e.id = taken.event_id
    order by taken.seq`);
  return [...rows];
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

/** Earlier attempts whose runner died before it could tell. */
async function endInterrupted(tx: Tx, endpointId: string, picked: Due[]): Promise<void> {
  const again = picked.filter(({ attempts }) => attempts > 1);
  if (again.length === 0) return;
  await tx
    .update(deliveryAttempts)
    .set({ error: "interrupted", finishedAt: sql`now()` })
    .where(
      and(
        eq(deliveryAttempts.endpointId, endpointId),
        inArray(
          deliveryAttempts.eventId,
          again.map(({ eventId }) => eventId),
        ),
        notInArray(
          deliveryAttempts.id,
          again.map(({ attemptId }) => attemptId),
        ),
        isNull(deliveryAttempts.finishedAt),
      ),
    );
}
