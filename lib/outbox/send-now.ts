import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { deliveryAttempts, eventDeliveries, outgoingEvents } from "#db/schema/index.ts";
import { EVENT_GROUPS } from "#lib/emit/events.ts";
import { AppError } from "#lib/errors.ts";
import { attempt, type Endpoint, type Outcome } from "./attempt.ts";
import { getEndpointRow } from "./endpoint-queries.ts";
import type { Owner } from "./owner.ts";
import { finishAttempt, settleTaken } from "./settle.ts";
import type { Signed } from "./sign.ts";

/** Sends a `webhook.test` event at once, a single time, whatever the endpoint asks for, and tells what came of it. */
export async function sendTestEvent(owner: Owner, { endpointId }: { endpointId: string }): Promise<Outcome> {
  const endpoint = await getEndpointRow(owner, endpointId);
  const signed = testEvent();
  const attemptId = await transaction(async (tx) => {
    const [stored] = await tx
      .insert(outgoingEvents)
      .values({ ...signed, workspaceId: endpoint.workspaceId, key: `webhook.test:${signed.id}` })
      .returning({ seq: outgoingEvents.seq });
    await tx.insert(eventDeliveries).values({
      endpointId,
      eventId: signed.id,
      lane: signed.id,
      seq: stored?.seq ?? 0,
      state: "failed",
    });
    return beginAttempt(tx, endpoint, signed.id);
  });
  return sendOnce(endpoint, signed, attemptId);
}

/**
 * Sends an event again at once, a single time, with its old id and byte for byte as it was. AppError `not_replayable` where
 * the endpoint never had it, or its content is gone.
 */
export async function redeliverEvent(
  owner: Owner,
  { endpointId, eventId }: { endpointId: string; eventId: string },
): Promise<Outcome> {
  const endpoint = await getEndpointRow(owner, endpointId);
  const { signed, attemptId } = await transaction(async (tx) => {
    const [event] = await tx
      .select({ id: outgoingEvents.id, event: outgoingEvents.event, body: outgoingEvents.body })
      .from(eventDeliveries)
      .innerJoin(outgoingEvents, eq(outgoingEvents.id, eventDeliveries.eventId))
      .where(and(eq(eventDeliveries.endpointId, endpointId), eq(eventDeliveries.eventId, eventId)));
    if (!event || event.body === "" || isSpared(endpoint, event.event)) throw notReplayable();
    return { signed: event, attemptId: await beginAttempt(tx, endpoint, eventId) };
  });
  return sendOnce(endpoint, signed, attemptId);
}

function testEvent(): Signed {
  const id = randomUUID();
  const message = "This is a test event from Antwort.";
  const timestamp = new Date().toISOString();
  return { id, event: "webhook.test", body: JSON.stringify({ id, event: "webhook.test", message, timestamp }) };
}

function isSpared({ disabledGroups }: Endpoint, event: string): boolean {
  const group = event === "webhook.test" ? "webhooks" : (EVENT_GROUPS as Record<string, string>)[event];
  return group !== undefined && disabledGroups.includes(group);
}

async function beginAttempt(tx: Tx, { id: endpointId, url }: Endpoint, eventId: string): Promise<string> {
  const attemptId = randomUUID();
  const [delivery] = await tx
    .update(eventDeliveries)
    .set({ attempts: sql`${eventDeliveries.attempts} + 1` })
    .where(and(eq(eventDeliveries.endpointId, endpointId), eq(eventDeliveries.eventId, eventId)))
    .returning({ attempts: eventDeliveries.attempts });
  await tx.insert(deliveryAttempts).values({
    id: attemptId,
    endpointId,
    eventId,
    attempt: delivery?.attempts ?? 1,
    url,
  });
  return attemptId;
}

/** Success counts as every other; a failure changes nothing of what is due. */
async function sendOnce(endpoint: Endpoint, signed: Signed, attemptId: string): Promise<Outcome> {
  const outcome = await attempt(endpoint, signed);
  await transaction(async (tx) => {
    await finishAttempt(tx, attemptId, outcome);
    if (outcome.error === null) await settleTaken(tx, endpoint, [signed.id]);
  });
  return outcome;
}

function notReplayable(): AppError {
  return new AppError(
    "not_replayable",
    "This event cannot be sent again: the webhook never had it, it is older than 30 days, or the message was unsent.",
  );
}
