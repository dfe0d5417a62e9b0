import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";
import { EVENT_GROUPS, type EventName } from "./events.ts";
import { type Fact, isAboutMessage, type Listener } from "./facts.ts";
import { loadAccounts } from "./load-accounts.ts";
import { loadMessages } from "./load-messages.ts";
import { presentAccountFact, presentMessageFact } from "./present.ts";

/** What is told of a fact, and which row it is about. `key` makes it one event, however often the fact is found. */
export type Told = {
  event: EventName;
  key: string;
  payload: Record<string, unknown>;
  instagramAccountId: string;
  conversationId: string | null;
  messageId: string | null;
};

const isActive = sql`paused_at is null and disabled_at is null`;

/**
 * Tells the workspace's programs what happened: an event for each fact, a delivery for each endpoint that asked for it and
 * the jobs that send them, all in the transaction of the fact. Costs one look at a small table where nobody listens, and
 * nothing where the caller knows.
 */
export async function emit(tx: Tx | Database, { workspaceId, listens }: Listener, facts: Fact[]): Promise<void> {
  if (facts.length === 0) return;
  const asked = listens ?? (await listListens(tx, workspaceId));
  const heard = facts.filter(({ event }) => asked.includes(event));
  if (heard.length === 0) return;
  const told = await present(tx, workspaceId, heard);
  const gathered = gathering.get(tx);
  if (gathered) gathered.set(workspaceId, [...(gathered.get(workspaceId) ?? []), ...told]);
  else await store(tx, workspaceId, told);
}

/** What is told in transactions that keep it for their end. */
const gathering = new WeakMap<Tx | Database, Map<string, Told[]>>();

/**
 * Runs what happens in a transaction and stores what it told at the end: one statement and one look for the queue instead of one
 * for each fact. Every fact is told as things were when it happened.
 */
export async function emitTogether<Result>(tx: Tx, run: () => Promise<Result>): Promise<Result> {
  const gathered = new Map<string, Told[]>();
  gathering.set(tx, gathered);
  try {
    const result = await run();
    for (const [workspaceId, told] of gathered) await store(tx, workspaceId, told);
    return result;
  } finally {
    gathering.delete(tx);
  }
}

/**
 * Every event that some endpoint of a workspace asks for, to be selected along with other things. A column must carry its
 * table's name, which Drizzle leaves out where a statement has but one.
 */
export function listensIn(workspaceId: SQL | string): SQL<string[]> {
  return sql<string[]>`(
    select coalesce(json_agg(distinct event), '[]') from webhook_endpoints endpoint, unnest(endpoint.events) event
    where endpoint.workspace_id = ${workspaceId} and ${isActive})`;
}

async function listListens(tx: Tx | Database, workspaceId: string): Promise<string[]> {
  const [row] = await tx.execute<{ listens: string[] }>(sql`select ${listensIn(workspaceId)} as listens`);
  return row?.listens ?? [];
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

type Delivery = { endpointId: string; lane: string };

/** One statement for events and deliveries: the pipeline of a customer's message waits for it. */
async function store(tx: Tx | Database, workspaceId: string, told: Told[]): Promise<void> {
  if (told.length === 0) return;
  const timestamp = new Date().toISOString();
  const rows = told.map(({ payload, ...row }, position) => {
    const id = randomUUID();
    const body = JSON.stringify({ id, event: row.event, ...payload, timestamp });
    return { ...row, id, body, position, group: EVENT_GROUPS[row.event] };
  });
  const deliveries = await tx.execute<Delivery>(sql`
    with told as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as one (
        id uuid, event text, key text, "group" text, body text, position int,
        "instagramAccountId" uuid, "conversationId" uuid, "messageId" uuid)
    ), heard as (
      select told.id, endpoint.id as endpoint_id
      from told join webhook_endpoints endpoint on endpoint.workspace_id = ${workspaceId} and ${isActive}
        and told.event = any(endpoint.events) and told.group <> all(endpoint.disabled_groups)
    ), stored as (
      insert into outgoing_events (id, workspace_id, event, key, instagram_account_id, conversation_id, message_id, body)
      select id, ${workspaceId}, event, key, "instagramAccountId", "conversationId", "messageId", body
      from told where id in (select id from heard) order by position
      on conflict do nothing
      returning id, seq, coalesce(conversation_id, instagram_account_id) as lane
    ), due as (
      insert into event_deliveries (endpoint_id, event_id, lane, seq)
      select heard.endpoint_id, stored.id, stored.lane, stored.seq from stored join heard on heard.id = stored.id
      returning endpoint_id, lane
    )
    select distinct endpoint_id as "endpointId", lane from due`);
  await enqueueAll(tx, deliveries.map(jobOf));
}

/** The lane in the key keeps transactions of different conversations from waiting for each other. */
function jobOf({ endpointId, lane }: Delivery) {
  return { name: "deliver-events" as const, payload: { endpointId }, key: `deliver-events:${endpointId}:${lane}` };
}
