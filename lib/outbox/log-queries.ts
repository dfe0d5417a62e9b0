import { and, desc, eq, isNotNull, isNull, type SQL } from "drizzle-orm";
import { db } from "#db/client.ts";
import { deliveryAttempts, outgoingEvents, webhookEndpoints } from "#db/schema/index.ts";
import { type Owner, requireOwner } from "./owner.ts";

export type LogFilter = {
  endpointId?: string | undefined;
  eventId?: string | undefined;
  event?: string | undefined;
  status?: "success" | "failed" | undefined;
};

export type LoggedAttempt = Awaited<ReturnType<typeof listAttempts>>[number];

/** The attempts of the last thirty days that have ended, newest first. */
export async function listAttempts(owner: Owner, filter: LogFilter, { limit, skip }: { limit: number; skip: number }) {
  requireOwner(owner);
  return db
    .select({
      id: deliveryAttempts.id,
      endpointId: deliveryAttempts.endpointId,
      endpointName: webhookEndpoints.name,
      eventId: deliveryAttempts.eventId,
      event: outgoingEvents.event,
      body: outgoingEvents.body,
      url: deliveryAttempts.url,
      attempt: deliveryAttempts.attempt,
      startedAt: deliveryAttempts.startedAt,
      statusCode: deliveryAttempts.statusCode,
      durationMs: deliveryAttempts.durationMs,
      error: deliveryAttempts.error,
    })
    .from(deliveryAttempts)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, deliveryAttempts.endpointId))
    .innerJoin(outgoingEvents, eq(outgoingEvents.id, deliveryAttempts.eventId))
    .where(matching(owner, filter))
    .orderBy(desc(deliveryAttempts.startedAt), desc(deliveryAttempts.id))
    .limit(limit)
    .offset(skip);
}

export async function countAttempts(owner: Owner, filter: LogFilter): Promise<number> {
  requireOwner(owner);
  const found = db
    .select({ id: deliveryAttempts.id })
    .from(deliveryAttempts)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, deliveryAttempts.endpointId))
    .innerJoin(outgoingEvents, eq(outgoingEvents.id, deliveryAttempts.eventId))
    .where(matching(owner, filter));
  return db.$count(found.as("found"));
}

function matching({ workspaceId }: Owner, { endpointId, eventId, event, status }: LogFilter): SQL | undefined {
  return and(
    eq(webhookEndpoints.workspaceId, workspaceId),
    isNotNull(deliveryAttempts.finishedAt),
    endpointId ? eq(deliveryAttempts.endpointId, endpointId) : undefined,
    eventId ? eq(deliveryAttempts.eventId, eventId) : undefined,
    event ? eq(outgoingEvents.event, event) : undefined,
    status === "success" ? isNull(deliveryAttempts.error) : undefined,
    status === "failed" ? isNotNull(deliveryAttempts.error) : undefined,
  );
}
