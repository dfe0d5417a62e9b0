import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { deliveryAttempts, eventDeliveries, outgoingEvents, webhookEndpoints } from "#db/schema/index.ts";
import { type Owner, requireOwner } from "./owner.ts";

export type DeliveryState = (typeof eventDeliveries.$inferSelect)["state"];
export type DeliveryFilter = {
  endpointId?: string | undefined;
  state?: DeliveryState | undefined;
  before?: number | undefined;
};
export type ListedDelivery = Awaited<ReturnType<typeof listDeliveries>>["deliveries"][number];

/** As many as one event can have, so that none ever spans pages. */
const PAGE_SIZE = 50;

/** What was told to the workspace's endpoints, newest first, each with its attempts; `next` leads to what is older. */
export async function listDeliveries(owner: Owner, { endpointId, state, before }: DeliveryFilter) {
  requireOwner(owner);
  const rows = await db
    .select({
      eventId: eventDeliveries.eventId,
      endpointId: eventDeliveries.endpointId,
      endpointName: webhookEndpoints.name,
      event: outgoingEvents.event,
      body: outgoingEvents.body,
      seq: eventDeliveries.seq,
      state: eventDeliveries.state,
      createdAt: outgoingEvents.createdAt,
      nextAttemptAt: eventDeliveries.nextAttemptAt,
    })
    .from(eventDeliveries)
    .innerJoin(outgoingEvents, eq(outgoingEvents.id, eventDeliveries.eventId))
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, eventDeliveries.endpointId))
    .where(
      and(
        eq(webhookEndpoints.workspaceId, owner.workspaceId),
        endpointId ? eq(eventDeliveries.endpointId, endpointId) : undefined,
        state ? eq(eventDeliveries.state, state) : undefined,
        before ? lt(eventDeliveries.seq, before) : undefined,
      ),
    )
    .orderBy(desc(eventDeliveries.seq), asc(eventDeliveries.endpointId))
    .limit(PAGE_SIZE + 1);
  const shown = rows.length > PAGE_SIZE ? wholeEvents(rows) : rows;
  const attempts = await listAttemptsOf(shown);
  const deliveries = shown.map((row) => ({
    ...row,
    attempts: attempts.filter((one) => one.eventId === row.eventId && one.endpointId === row.endpointId),
  }));
  return { deliveries, next: rows.length > PAGE_SIZE ? (shown.at(-1)?.seq ?? null) : null };
}

/** How many endpoints we switched off: what an admin must hear of wherever they are. */
export function countDisabled(workspaceId: string): Promise<number> {
  return db.$count(
    webhookEndpoints,
    and(eq(webhookEndpoints.workspaceId, workspaceId), sql`${webhookEndpoints.disabledAt} is not null`),
  );
}

/** The deliveries of one event share their `seq`, so a page ends before an event that does not fit whole. */
function wholeEvents<Row extends { seq: number }>(rows: Row[]): Row[] {
  const cut = rows.at(-1)?.seq;
  const whole = rows.filter(({ seq }) => seq !== cut);
  return whole.length > 0 ? whole : rows;
}

async function listAttemptsOf(rows: { eventId: string }[]) {
  if (rows.length === 0) return [];
  return db
    .select({
      id: deliveryAttempts.id,
      eventId: deliveryAttempts.eventId,
      endpointId: deliveryAttempts.endpointId,
      startedAt: deliveryAttempts.startedAt,
      finishedAt: deliveryAttempts.finishedAt,
      statusCode: deliveryAttempts.statusCode,
      durationMs: deliveryAttempts.durationMs,
      error: deliveryAttempts.error,
    })
    .from(deliveryAttempts)
    .where(
      inArray(
        deliveryAttempts.eventId,
        rows.map(({ eventId }) => eventId),
      ),
    )
    .orderBy(asc(deliveryAttempts.startedAt), asc(deliveryAttempts.attempt));
}
