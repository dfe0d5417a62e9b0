import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, messages } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { listMessages } from "./message-queries.ts";
import { queueReplies, takeBackReplies } from "./replies.ts";

let member: Member;
let conversation: Awaited<ReturnType<typeof makeConversation>>;
let actId: string;
let written: string;

beforeEach(async () => {
  member = await makeMember();
  conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  written = (await makeMessage(conversation, { occurredAt: conversation.lastMessageAt })).id;
  actId = randomUUID();
  await send(["one", "two"], actId);
});

test("takes back all parts of the act and nothing else, twice without harm", async () => {
  await send(["later"], randomUUID());
  await takeBackReplies(member, { conversationId: conversation.id, actId });
  await takeBackReplies(member, { conversationId: conversation.id, actId });
  expect(await ours()).toEqual(["later"]);
});

test("the conversation is as it was before", async () => {
  await takeBackReplies(member, { conversationId: conversation.id, actId });
  const [row] = await db.select().from(conversations).where(eq(conversations.id, conversation.id));
  expect(row).toMatchObject({ lastMessageId: written, lastMessageAt: conversation.lastMessageAt });
  expect(row?.waitingSince).not.toBeNull();
});

test.each(["sending", "sent", "unconfirmed"] as const)("once a part is %s, all of it stays", async (status) => {
  const [first] = await db.select().from(messages).where(eq(messages.actId, actId)).limit(1);
  const change = { status, mid: status === "sent" ? "m1" : null, attempts: 1 };
  await db
    .update(messages)
    .set(change)
    .where(eq(messages.id, first?.id ?? ""));
  await expect(takeBackReplies(member, { conversationId: conversation.id, actId })).rejects.toMatchObject({
    code: "not_retryable",
  });
  expect(await ours()).toHaveLength(2);
});

test("a colleague's act and a stranger's conversation are out of reach", async () => {
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  await takeBackReplies(colleague, { conversationId: conversation.id, actId });
  expect(await ours()).toHaveLength(2);
  const stranger = await makeMember();
  await expect(takeBackReplies(stranger, { conversationId: conversation.id, actId })).rejects.toMatchObject({
    code: "not_found",
  });
});

function send(texts: string[], id: string) {
  const parts = texts.map((text) => ({ messageId: randomUUID(), text }));
  return queueReplies(member, { conversationId: conversation.id, actId: id, parts, undoMs: 5_000 });
}

async function ours() {
  const all = await listMessages(member, conversation.id);
  return all.filter(({ origin }) => origin === "antwort").map(({ text }) => text);
}
