import { randomInt, randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { encrypt } from "#lib/crypto.ts";
import { db, type Tx, transaction } from "./client.ts";
import {
  contacts,
  conversationLabels,
  conversationReads,
  conversations as conversationTable,
  instagramAccounts,
  labels as labelTable,
  members,
  messages as messageTable,
  workspaces,
} from "./schema/index.ts";
import { makeConversations, type SeedConversation } from "./seed-conversations.ts";
import { LABEL_COLORS, LABELS, type Topic } from "./seed-dialogues.ts";

const DEMO = { igId: "17841400000000042", username: "brassmoon.demo", name: "Brass Moon Studio (demo)" };
const MESSAGES_PER_CHUNK = 4_000;
/** Analysed one by one, because all of them together take longer than a statement may. */
const FILLED = [contacts, conversationTable, messageTable, conversationReads, conversationLabels];

export type Amounts = { conversations: number; messages: number };
type Wish = Amounts & { language?: "en" | "de" | undefined };

/**
 * Adds believable conversations, most of them done and read, the others labelled, shared out among the members and some put
 * off. In one language, or customers in both with labels in English. The demo account is made once; no call is made in its name.
 */
export async function seed({ conversations, messages, language }: Wish): Promise<Amounts & { username: string }> {
  const account = await findOrMakeAccount();
  const staff = await db.select({ id: members.id }).from(members).where(eq(members.workspaceId, account.workspaceId));
  const labelIds = await findOrMakeLabels(account.workspaceId, language ?? "en");
  const all = makeConversations(conversations, messages, new Date(), language);
  let start = 0;
  while (start < all.length) {
    const chunk = takeChunk(all, start);
    start += chunk.length;
    await transaction((tx) => insertChunk(tx, account, chunk, staff, labelIds));
  }
  for (const table of FILLED) await db.execute(sql`analyze ${table}`);
  return { conversations, messages, username: DEMO.username };
}

type Account = { id: string; workspaceId: string };

async function findOrMakeAccount(): Promise<Account> {
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('seed'))`);
    const [known] = await tx
      .select({ id: instagramAccounts.id, workspaceId: instagramAccounts.workspaceId })
      .from(instagramAccounts)
      .where(and(eq(instagramAccounts.igId, DEMO.igId), isNull(instagramAccounts.disconnectedAt)));
    if (known) return known;

    const [existing] = await tx.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.createdAt).limit(1);
    const [workspace] = existing ? [existing] : await tx.insert(workspaces).values({ name: DEMO.name }).returning();
    if (!workspace) throw new Error("The workspace was not made.");
    const id = randomUUID();
    await tx.insert(instagramAccounts).values({
      id,
      workspaceId: workspace.id,
      ...DEMO,
      tokenCiphertext: encrypt("a demo account has no token", `instagram_accounts|${id}|${workspace.id}`),
      problem: "reconnect",
      problemAt: sql`now()`,
      problemDetail: { reason: "demo_account", code: null, subcode: null, traceId: null },
    });
    return { id, workspaceId: workspace.id };
  });
}

/** By topic. A workspace keeps the labels it has. */
async function findOrMakeLabels(workspaceId: string, language: "en" | "de"): Promise<Record<string, string>> {
  const topics = Object.entries(LABELS[language]) as [Topic, string][];
  await db
    .insert(labelTable)
    .values(topics.map(([topic, name]) => ({ workspaceId, name, color: LABEL_COLORS[topic] })))
    .onConflictDoNothing();
  const known = await db
    .select({ id: labelTable.id, name: labelTable.name })
    .from(labelTable)
    .where(eq(labelTable.workspaceId, workspaceId));
  const idOf = new Map(known.map(({ id, name }) => [name.toLowerCase(), id]));
  return Object.fromEntries(topics.map(([topic, name]) => [topic, idOf.get(name.toLowerCase()) ?? ""]));
}

function takeChunk(all: SeedConversation[], start: number): SeedConversation[] {
  let end = start;
  let size = 0;
  while (end < all.length && (end === start || size + (all[end]?.messages.length ?? 0) <= MESSAGES_PER_CHUNK)) {
    size += all[end]?.messages.length ?? 0;
    end++;
  }
  return all.slice(start, end);
}

/** One statement a table: the rows travel as JSON, which is many times faster than a parameter for every value. */
async function insertChunk(
  tx: Tx,
  account: Account,
  chunk: SeedConversation[],
  staff: { id: string }[],
  labelIds: Record<string, string>,
): Promise<void> {
  const threads = chunk.map(({ messages: _, topic, assignee, ...thread }) => ({
    ...thread,
    assigneeId: assignee === null ? null : (staff[assignee % Math.max(1, staff.length)]?.id ?? null),
    labelId: topic && (labelIds[topic] ?? null),
  }));
  await tx.execute(sql`
    insert into contacts (id, workspace_id, instagram_account_id, igsid, username, name, follower_count, is_verified)
    select "contactId", ${account.workspaceId}, ${account.id}, igsid, username, name, "followerCount", false
    from json_to_recordset(${JSON.stringify(threads)}::json)
      as row("contactId" uuid, igsid text, username text, name text, "followerCount" int)`);
  await tx.execute(sql`
    insert into conversations (id, workspace_id, instagram_account_id, contact_id, last_message_id, last_message_at,
      last_inbound_at, contact_read_at, closed_at, snoozed_until, assignee_id)
    select id, ${account.workspaceId}, ${account.id}, "contactId", "lastMessageId", "lastMessageAt", "lastInboundAt",
      "contactReadAt", "closedAt", "snoozedUntil", "assigneeId"
    from json_to_recordset(${JSON.stringify(threads)}::json)
      as row(id uuid, "contactId" uuid, "lastMessageId" uuid, "lastMessageAt" timestamptz, "lastInboundAt" timestamptz,
        "contactReadAt" timestamptz, "closedAt" timestamptz, "snoozedUntil" timestamptz, "assigneeId" uuid)`);
  await tx.execute(sql`
    insert into conversation_labels (conversation_id, label_id)
    select id, "labelId" from json_to_recordset(${JSON.stringify(threads)}::json) as row(id uuid, "labelId" uuid)
    where "labelId" is not null`);
  const messages = chunk.flatMap((thread) =>
    thread.messages.map((message) => ({
      ...message,
      conversationId: thread.id,
      sentBy: message.direction === "outbound" ? (staff[randomInt(Math.max(1, staff.length))]?.id ?? null) : null,
    })),
  );
  await tx.execute(sql`
    insert into messages (id, workspace_id, instagram_account_id, conversation_id, mid, direction, occurred_at, text,
      reactions, origin, status, sent_by)
    select id, ${account.workspaceId}, ${account.id}, "conversationId", mid, direction, "occurredAt", text,
      coalesce(reactions, '[]'), origin, status, "sentBy"
    from json_to_recordset(${JSON.stringify(messages)}::json)
      as row(id uuid, "conversationId" uuid, mid text, direction text, "occurredAt" timestamptz, text text, reactions jsonb,
        origin text, status text, "sentBy" uuid)
    order by "occurredAt"`);
  await markRead(tx, threads);
}

/** Who is read was read by everybody to the end, who is not as far as our last answer. */
async function markRead(tx: Tx, threads: { id: string; isRead: boolean }[]): Promise<void> {
  const shown = threads.map(({ id, isRead }) => ({ id, isRead }));
  await tx.execute(sql`
    with newest as (
      select conversation_id, "isRead", max(seq) filter (where direction = 'inbound') as inbound,
        max(seq) filter (where direction = 'outbound') as outbound
      from json_to_recordset(${JSON.stringify(shown)}::json) as row(id uuid, "isRead" boolean)
      join messages on messages.conversation_id = row.id
      group by conversation_id, "isRead"
    ), told as (
      update conversations set last_inbound_seq = newest.inbound from newest where conversations.id = newest.conversation_id
      returning conversations.id, conversations.workspace_id, case when newest."isRead" then newest.inbound else newest.outbound end as through
    )
    insert into conversation_reads (member_id, conversation_id, read_through_seq)
    select members.id, told.id, told.through
    from told join members on members.workspace_id = told.workspace_id and members.removed_at is null
    where told.through is not null
    on conflict do nothing`);
}
