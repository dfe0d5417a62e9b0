import { readFileSync } from "node:fs";
import { asc, eq } from "drizzle-orm";
import { INLINE, type PayloadRow } from "#app/gallery/payloads.ts";
import { db } from "#db/client.ts";
import { contacts, conversations, webhookEvents } from "#db/schema/index.ts";
import { listConversationsById } from "#lib/inbox/conversation-queries.ts";
import { listMessages } from "#lib/inbox/message-queries.ts";
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

export type StoredPayload = Awaited<ReturnType<typeof storePayload>>;

/** Takes a payload in as the webhook's door and the worker do, after those it speaks of, and reads what the inbox reads. */
export async function storePayload(name: string, { after = [] }: PayloadRow) {
  const member = await makeMember();
  await db.delete(webhookEvents);
  const accounts = [];
  for (const { username } of ACCOUNTS) {
    accounts.push(await makeAccount({ workspaceId: member.workspaceId, username }));
  }
  for (const one of [...after, name]) {
    const body = accounts.reduce(
      (text, { igId }, index) => text.replaceAll(ACCOUNTS[index]?.igId ?? "", igId),
      readBody(one),
    );
    await deliver(Buffer.from(body));
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

/** What became of events that no thread shows. */
async function listKept(): Promise<string[]> {
  const stored = await db.select().from(webhookEvents).orderBy(asc(webhookEvents.seq));
  return stored
    .filter(({ state }) => state !== "applied")
    .map(({ kind, state, reason }) => `${kind} ${state} ${reason}`);
}

function readBody(name: string): string {
  const inline = INLINE[name];
  if (inline) return JSON.stringify(inline);
  return readFileSync(new URL(`../lib/instagram/fixtures/webhook.${name}.json`, import.meta.url), "utf8");
}
