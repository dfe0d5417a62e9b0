import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { DatabaseBusyError } from "#db/deadlines.ts";
import { deliveryAttempts, eventDeliveries, webhookEndpoints } from "#db/schema/index.ts";
import { createBatcher } from "#lib/batcher.ts";
import { forgetIfUnsent } from "#lib/emit/forget.ts";
import { log } from "#lib/log.ts";
import { mailAdmins } from "#lib/mail/queue.ts";
import { notifyAdmins } from "#lib/teamwork/notify.ts";
import type { Endpoint, Outcome } from "./attempt.ts";
import type { Claimed } from "./claim.ts";
import { GIVEN_UP_AFTER_HOURS, holdMs, nextPauseMs } from "./schedule.ts";

/** An endpoint that took nothing for this long and then does is back, and need not wait for each event's own time. */
const BACK_AFTER_MS = 15_000;
const GONE = 410;

export type Settle = (claimed: Claimed, outcome: Outcome) => Promise<void>;

const MAX_AT_ONCE = 50;

/** For the attempts of one endpoint made in their turn: those that were taken while others are being settled share the next write. */
export function createSettler(): Settle {
  const settleTogether = createBatcher<Taken>(settleAllTaken, {
    maxItems: MAX_AT_ONCE,
    isWorthRetrying: (error) => !(error instanceof DatabaseBusyError),
  });
  return (claimed, outcome) =>
    outcome.error === null ? settleTogether({ claimed, outcome }) : settle(claimed, outcome);
}

type Taken = { claimed: Claimed; outcome: Outcome };

async function settleAllTaken(taken: Taken[]): Promise<void> {
  const rows = taken.map(({ claimed, outcome }) => ({
    attemptId: claimed.attemptId,
    eventId: claimed.signed.id,
    statusCode: outcome.statusCode,
    durationMs: outcome.durationMs,
  }));
  await transaction(async (tx) => {
    await tx.execute(sql`
      update delivery_attempts a
      set status_code = one."statusCode", duration_ms = one."durationMs", error = null, finished_at = now()
      from json_to_recordset(${JSON.stringify(rows)}::json) as one ("attemptId" uuid, "statusCode" int, "durationMs" int)
      where a.id = one."attemptId"`);
    const eventIds = rows.map(({ eventId }) => eventId);
    const [first] = taken;
    if (first) await settleTaken(tx, first.claimed.endpoint, eventIds);
    await forgetIfUnsent(tx, eventIds);
  });
}

async function settle(claimed: Claimed, outcome: Outcome): Promise<void> {
  await transaction(async (tx) => {
    await finishAttempt(tx, claimed.attemptId, outcome);
    await settleRefused(tx, claimed, outcome);
    await forgetIfUnsent(tx, [claimed.signed.id]);
  });
}

export async function finishAttempt(tx: Tx, attemptId: string, { statusCode, durationMs, error }: Outcome) {
  await tx
    .update(deliveryAttempts)
    .set({ statusCode, durationMs, error, finishedAt: sql`now()` })
    .where(eq(deliveryAttempts.id, attemptId));
}

/** The endpoint has the events: those behind them may go, and an endpoint that was away gets all that waits. */
export async function settleTaken(tx: Tx, endpoint: Endpoint, eventIds: string[]): Promise<void> {
  const settled = await tx
    .update(eventDeliveries)
    .set({ state: "delivered", settledAt: sql`now()` })
    .where(and(eq(eventDeliveries.endpointId, endpoint.id), inArray(eventDeliveries.eventId, eventIds)))
    .returning({ lane: eventDeliveries.lane });
  await tx
    .update(webhookEndpoints)
    .set({ lastDeliveredAt: sql`now()`, failingSince: null, failedAttempts: 0, failedEvents: 0, heldUntil: null })
    .where(eq(webhookEndpoints.id, endpoint.id));
  const lanes = settled.map(({ lane }) => lane);
  await wake(tx, endpoint.id, wasAway(endpoint) ? null : lanes);
}

/** More than one event was refused for it, so it was not the event. */
function wasAway({ failingSince, failedAttempts }: Endpoint): boolean {
  return holdMs(failedAttempts) > 0 && failingSince !== null && Date.now() - failingSince.getTime() > BACK_AFTER_MS;
}

async function settleRefused(tx: Tx, claimed: Claimed, outcome: Outcome): Promise<void> {
  const { endpoint, signed, lane, elapsedMs } = claimed;
  const isGone = outcome.statusCode === GONE;
  const pauseMs = isGone ? null : nextPauseMs(elapsedMs + outcome.durationMs);
  const waitMs = Math.max(pauseMs ?? 0, outcome.retryAfterMs ?? 0);
  await tx
    .update(eventDeliveries)
    .set(pauseMs === null ? { state: "failed", settledAt: sql`now()` } : { nextAttemptAt: inMs(waitMs) })
    .where(
      and(
        eq(eventDeliveries.endpointId, endpoint.id),
        eq(eventDeliveries.eventId, signed.id),
        eq(eventDeliveries.state, "pending"),
      ),
    );
  if (pauseMs === null) await wake(tx, endpoint.id, [lane]);

  const [now] = await tx
    .update(webhookEndpoints)
    .set({
      failedAttempts: sql`${webhookEndpoints.failedAttempts} + 1`,
      failingSince: sql`coalesce(${webhookEndpoints.failingSince}, now())`,
      failedEvents: sql`${webhookEndpoints.failedEvents} + ${pauseMs === null ? 1 : 0}`,
    })
    .where(eq(webhookEndpoints.id, endpoint.id))
    .returning({
      failedAttempts: webhookEndpoints.failedAttempts,
      isHopeless: sql<boolean>`${webhookEndpoints.failingSince} < now() - make_interval(hours => ${GIVEN_UP_AFTER_HOURS})`,
    });
  await hold(tx, endpoint, Math.max(holdMs(now?.failedAttempts ?? 0), outcome.retryAfterMs ?? 0));

  if (isGone) await disable(tx, endpoint, "gone");
  else if (now?.isHopeless) await disable(tx, endpoint, "failing");
}

/** Spares an endpoint everything for a while. */
async function hold(tx: Tx, { id }: Endpoint, ms: number): Promise<void> {
  if (ms === 0) return;
  await tx
    .update(webhookEndpoints)
    .set({ heldUntil: sql`greatest(${webhookEndpoints.heldUntil}, ${inMs(ms)})` })
    .where(eq(webhookEndpoints.id, id));
}

/** It says that it is gone, or took nothing for days. What waits for it stays, should somebody switch it on again. */
async function disable(tx: Tx, { id, workspaceId }: Endpoint, reason: "gone" | "failing"): Promise<void> {
  const [disabled] = await tx
    .update(webhookEndpoints)
    .set({ disabledAt: sql`now()`, disabledReason: reason })
    .where(and(eq(webhookEndpoints.id, id), sql`${webhookEndpoints.disabledAt} is null`))
    .returning({ at: webhookEndpoints.disabledAt });
  if (!disabled) return;
  const fact = `endpoint_disabled:${id}:${disabled.at?.getTime()}`;
  await notifyAdmins(tx, { workspaceId, kind: "webhook_off", webhookEndpointId: id });
  await mailAdmins(tx, { workspaceId, kind: "endpoint_disabled", about: { endpointId: id }, fact });
  log.warn({ endpointId: id, workspaceId, reason }, "webhook endpoint switched off");
}

/** Makes due now what was put off: behind an event of these lanes, or everything. */
async function wake(tx: Tx, endpointId: string, lanes: string[] | null): Promise<void> {
  await tx
    .update(eventDeliveries)
    .set({ nextAttemptAt: sql`now()` })
    .where(
      and(
        eq(eventDeliveries.endpointId, endpointId),
        eq(eventDeliveries.state, "pending"),
        gt(eventDeliveries.nextAttemptAt, sql`now()`),
        lanes === null ? undefined : and(inArray(eventDeliveries.lane, lanes), eq(eventDeliveries.attempts, 0)),
      ),
    );
}

function inMs(ms: number) {
  return sql`now() + make_interval(secs => ${ms / 1000})`;
}
