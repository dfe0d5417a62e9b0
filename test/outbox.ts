import { asc, eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { deliveryAttempts, eventDeliveries, webhookEndpoints } from "#db/schema/index.ts";
import { emit } from "#lib/emit/emit.ts";
import { EVENT_NAMES } from "#lib/emit/events.ts";
import { deliverEvents } from "#lib/outbox/deliver.ts";
import { createEndpoint, type EndpointInput } from "#lib/outbox/endpoints.ts";
import { consumer } from "./consumer.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "./factories.ts";

/** An admin's workspace with an account and an endpoint that asks for everything. */
export async function openOutbox(input: Partial<EndpointInput> = {}) {
  const admin = await makeMember();
  const account = await makeAccount({ workspaceId: admin.workspaceId });
  const endpoint = await createEndpoint(admin, {
    name: "Shop",
    url: consumer.url,
    events: [...EVENT_NAMES],
    ...input,
  });
  const { workspaceId } = admin;
  const converse = () => makeConversation(account);
  /** A message in a conversation, and the event that tells of it. */
  const receive = async (conversation: Awaited<ReturnType<typeof converse>>) => {
    const message = await makeMessage(conversation);
    await transaction((tx) => emit(tx, { workspaceId }, [{ event: "message.received", messageId: message.id }]));
    return message;
  };
  return { admin, account, workspaceId, endpointId: endpoint.id, secret: endpoint.secret, converse, receive };
}

/** Runs what is due, as the worker does. */
export async function deliverDue(endpointId: string): Promise<void> {
  await deliverEvents(endpointId);
}

/** As if that much time had passed for all that waits for the endpoint. */
export async function letPass(endpointId: string, interval: string): Promise<void> {
  const back = (column: unknown) => sql`${column} - ${interval}::interval`;
  await db
    .update(eventDeliveries)
    .set({
      nextAttemptAt: back(eventDeliveries.nextAttemptAt),
      firstAttemptAt: back(eventDeliveries.firstAttemptAt),
    })
    .where(eq(eventDeliveries.endpointId, endpointId));
  await db
    .update(webhookEndpoints)
    .set({
      heldUntil: back(webhookEndpoints.heldUntil),
      leasedUntil: back(webhookEndpoints.leasedUntil),
      failingSince: back(webhookEndpoints.failingSince),
      lastDeliveredAt: back(webhookEndpoints.lastDeliveredAt),
    })
    .where(eq(webhookEndpoints.id, endpointId));
}

export function deliveriesOf(endpointId: string) {
  return db
    .select()
    .from(eventDeliveries)
    .where(eq(eventDeliveries.endpointId, endpointId))
    .orderBy(asc(eventDeliveries.seq));
}

export function attemptsOf(endpointId: string) {
  return db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.endpointId, endpointId))
    .orderBy(asc(deliveryAttempts.startedAt), asc(deliveryAttempts.attempt));
}

export async function endpointOf(endpointId: string) {
  const [endpoint] = await db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId));
  if (!endpoint) throw new Error("There is no such endpoint.");
  return endpoint;
}
