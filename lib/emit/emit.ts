import { randomUUID } from "node:crypto";
import { and, arrayOverlaps, eq, isNull, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { eventDeliveries, outgoingEvents, webhookEndpoints } from "#db/schema/index.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";
import { EVENT_GROUPS, type EventName } from "./events.ts";
import { type Fact, isAboutMessage, type Listener } from "./facts.ts";
import { loadAccounts } from "./load-accounts.ts";
import { loadMessages } from "./load-messages.ts";
import { presentAccountFact, presentMessageFact } from "./present.ts";

type Endpoint = Pick<typeof webhookEndpoints.$inferSelect, "id" | "events" | "disabledGroups">;

/** What is told of a fact, and which row it is about. `key` makes it one event, however often the fact is found. */
export type Told = {
  event: EventName;
  key: string;
  payload: Record<string, unknown>;
  instagramAccountId: string;
  conversationId: string | null;
  messageId: string | null;
};

/**
 * Tells the workspace's programs what happened: an event for each fact, a delivery for each endpoint that asked for it and
 * the jobs that send them, all in the transaction of the fact. Costs one look at a small table where nobody listens, and
 * nothing where the caller knows.
 */
export async function emit(tx: Tx | Database, { workspaceId, listens }: Listener, facts: Fact[]): Promise<void> {
  const asked = listens ? facts.filter(({ event }) => listens.includes(event)) : facts;
  if (asked.length === 0) return;
  const endpoints = await listEndpoints(tx, workspaceId, asked);
  const heard = asked.filter(({ event }) => endpoints.some((endpoint) => hears(endpoint, event)));
  if (heard.length === 0) return;
  const told = await present(tx, workspaceId, heard);
  if (told.length > 0) await store(tx, workspaceId, endpoints, told);
}

/** Every event that some endpoint of the row's workspace asks for, to be selected along with the row. */
export function listensIn(workspaceId: unknown) {
  return sql<string[]>`array(
    select distinct unnest(events) from webhook_endpoints
    where workspace_id = ${workspaceId} and paused_at is null and disabled_at is null)`;
}

function listEndpoints(tx: Tx | Database, workspaceId: string, facts: Fact[]): Promise<Endpoint[]> {
  const { id, events, disabledGroups } = webhookEndpoints;
  return tx
    .select({ id, events, disabledGroups })
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.workspaceId, workspaceId),
        isNull(webhookEndpoints.pausedAt),
        isNull(webhookEndpoints.disabledAt),
        arrayOverlaps(
          events,
          facts.map(({ event }) => event),
        ),
      ),
    );
}

function hears({ events, disabledGroups }: Endpoint, event: EventName): boolean {
  return events.includes(event) && !disabledGroups.includes(EVENT_GROUPS[event]);
}

/** In the order of the facts. */
async function present(tx: Tx | Database, workspaceId: string, facts: Fact[]): Promise<Told[]> {
  const messages = await loadMessages(tx, facts.filter(isAboutMessage));
  const accounts = await loadAccounts(
    tx,
    facts.filter((fact) => !isAboutMessage(fact)),
  );
  return facts.flatMap((fact) => {
    if (isAboutMessage(fact)) {
      const message = messages.get(fact.messageId);
      return message ? [presentMessageFact(workspaceId, fact, message)] : [];
    }
    const account = accounts.get(fact.instagramAccountId);
    return account ? [presentAccountFact(workspaceId, fact, account)] : [];
  });
}

async function store(tx: Tx | Database, workspaceId: string, endpoints: Endpoint[], told: Told[]): Promise<void> {
  const timestamp = new Date().toISOString();
  const rows = told.map(({ payload, ...row }) => {
    const id = randomUUID();
    return { ...row, id, workspaceId, body: JSON.stringify({ id, event: row.event, ...payload, timestamp }) };
  });
  const { id, seq, event, conversationId, instagramAccountId } = outgoingEvents;
  const stored = await tx
    .insert(outgoingEvents)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id, seq, event, conversationId, instagramAccountId });
  const deliveries = stored.flatMap((one) =>
    endpoints
      .filter((endpoint) => hears(endpoint, one.event as EventName))
      .map((endpoint) => ({
        endpointId: endpoint.id,
        eventId: one.id,
        lane: one.conversationId ?? one.instagramAccountId ?? one.id,
        seq: one.seq,
      })),
  );
  if (deliveries.length === 0) return;
  await tx.insert(eventDeliveries).values(deliveries);
  await enqueueAll(tx, jobsOf(deliveries));
}

/** The lane in the key keeps transactions of different conversations from waiting for each other. */
function jobsOf(deliveries: { endpointId: string; lane: string }[]) {
  const keys = new Map(deliveries.map(({ endpointId, lane }) => [`deliver-events:${endpointId}:${lane}`, endpointId]));
  return [...keys].map(([key, endpointId]) => ({ name: "deliver-events" as const, payload: { endpointId }, key }));
}
