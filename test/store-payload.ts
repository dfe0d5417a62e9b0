import { existsSync, readFileSync } from "node:fs";
import { asc, eq } from "drizzle-orm";
import { INLINE, type PayloadRow } from "#app/gallery/payloads.ts";
import { db } from "#db/client.ts";
import { comments, contacts, conversations, webhookEvents } from "#db/schema/index.ts";
import { listConversationsById } from "#lib/inbox/conversation-queries.ts";
import { listMessages } from "#lib/inbox/message-queries.ts";
import { recoverMessage } from "#lib/inbox/recover-message.ts";
import { serveGraph } from "./cdn.ts";
import { makeAccount, makeMember } from "./factories.ts";
import { deliver } from "./webhooks.ts";

/** The world of the fixtures (their README): one business, its second account, two customers. */
const ACCOUNTS = [
  { igId: "17841467203918254", username: "brassmoonstudio" },
  { igId: "17841400998877661", username: "brassmoon.berlin" },
];
const PEOPLE = [
  { igsid: "1284407719365528", username: "lena.wirth.foto", name: "Lena Wirth" },
  { igsid: "822960147735094", username: "tom_k_82", name: null },
  { igsid: "730015528846612", username: "jana_reads", name: "Jana Roth" },
];

/** Between the payloads that were read, which are history, and those that webhooks brought. */
const CONNECTED_AT = new Date("2026-10-30T10:00:00Z");

export type StoredPayload = Awaited<ReturnType<typeof storePayload>>;

/**
 * Takes a payload in as the webhook's door and the worker do, or a reading as the reconciler does, after those it speaks of, and
 * reads what the inbox reads.
 */
export async function storePayload(name: string, { after = [] }: PayloadRow) {
  const member = await makeMember();
  await db.delete(webhookEvents);
  await db.delete(comments);
  const accounts = [];
  for (const { username } of ACCOUNTS) {
    accounts.push(await makeAccount({ workspaceId: member.workspaceId, username, connectedAt: CONNECTED_AT }));
  }
  for (const one of [...after, name]) {
    const body = accounts.reduce(
      (text, { igId }, index) => text.replaceAll(ACCOUNTS[index]?.igId ?? "", igId),
      readBody(one),
    );
    if (isReading(one)) await read(accounts[0]?.id ?? "", body);
    else await deliver(Buffer.from(body));
  }
  for (const { igsid, ...known } of PEOPLE) await db.update(contacts).set(known).where(eq(contacts.igsid, igsid));

  const ids = await db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.workspaceId, member.workspaceId))
    .orderBy(asc(conversations.lastMessageAt), asc(conversations.id));
  const rows = await listConversationsById(
    member,
    ids.map(({ id }) => id),
  );
  const threads = [];
  for (const { id } of ids) {
    const conversation = rows.find((row) => row.id === id);
    if (!conversation) throw new Error("A conversation is not shown to its member.");
    threads.push({ conversation, messages: (await listMessages(member, id)).reverse() });
  }
  return { threads, kept: await listKept() };
}

/** What became of events that no thread shows: comments, and what was not applied. */
async function listKept(): Promise<string[]> {
  const stored = await db.select().from(webhookEvents).orderBy(asc(webhookEvents.seq));
  const unapplied = stored.filter(({ state }) => state !== "applied");
  const said = await db.select().from(comments).orderBy(asc(comments.occurredAt));
  return [
    ...unapplied.map(({ kind, state, reason }) => `${kind} ${state} ${reason}`),
    ...said.map(({ field, username, text, commentId }) => [field, username, text ?? commentId].join(" · ")),
  ];
}

/** Instagram answers the recorded answer, and the message is asked for by its id. */
async function read(accountId: string, recorded: string): Promise<void> {
  const { body } = (JSON.parse(recorded) as { response: { body: { id: string } } }).response;
  serveGraph(body.id, body);
  await recoverMessage(accountId, body.id);
}

function readBody(name: string): string {
  const inline = INLINE[name];
  if (inline) return JSON.stringify(inline);
  return readFileSync(isReading(name) ? fixture(`api.${name}`) : fixture(`webhook.${name}`), "utf8");
}

function isReading(name: string): boolean {
  return existsSync(fixture(`api.${name}`));
}

function fixture(name: string): URL {
  return new URL(`../lib/instagram/fixtures/${name}.json`, import.meta.url);
}
