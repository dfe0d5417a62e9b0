import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, messages } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { listTimeline } from "#lib/teamwork/timeline.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { assignConversations } from "./assign.ts";
import { closeConversations } from "./conversations.ts";
import { listMessages } from "./message-queries.ts";
import { queueReplies } from "./replies.ts";
import { takeBackReplies } from "./take-back.ts";

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

describe("what came of the act", () => {
  test("nobody takes care of the conversation again, and the timeline says so", async () => {
    expect(await assignee()).toBe(member.id);
    await takeBackReplies(member, { conversationId: conversation.id, actId });
    await takeBackReplies(member, { conversationId: conversation.id, actId });
    expect(await assignee()).toBeNull();
    const lines = await listTimeline(member, conversation.id);
    expect(lines.map(({ kind, by }) => [kind, by?.id])).toEqual([
      ["assigned", member.id],
      ["unassigned", member.id],
    ]);
  });

  test("it stays with whoever answered it by another act as well", async () => {
    await send(["later"], randomUUID());
    await takeBackReplies(member, { conversationId: conversation.id, actId });
    expect(await assignee()).toBe(member.id);
  });

  test("it stays with whoever had it before", async () => {
    await takeBackReplies(member, { conversationId: conversation.id, actId });
    await assignConversations(member, { conversationIds: [conversation.id], assigneeId: member.id });
    const second = randomUUID();
    await send(["again"], second);
    await takeBackReplies(member, { conversationId: conversation.id, actId: second });
    expect(await assignee()).toBe(member.id);
  });

  test("it stays with the colleague who was given it meanwhile", async () => {
    const colleague = await makeMember({ workspaceId: member.workspaceId });
    await assignConversations(member, { conversationIds: [conversation.id], assigneeId: colleague.id });
    await takeBackReplies(member, { conversationId: conversation.id, actId });
    expect(await assignee()).toBe(colleague.id);
  });

  test("what was sent and done is not done, what was done before stays so", async () => {
    await closeConversations(member, { conversationIds: [conversation.id] });
    const second = randomUUID();
    await send(["again"], second);
    await takeBackReplies(member, { conversationId: conversation.id, actId: second });
    expect(await closedAt()).not.toBeNull();
    await takeBackReplies(member, { conversationId: conversation.id, actId });
    expect(await closedAt()).toBeNull();
  });
});

async function assignee() {
  return (await row()).assigneeId;
}

async function closedAt() {
  return (await row()).closedAt;
}

async function row() {
  const [found] = await db.select().from(conversations).where(eq(conversations.id, conversation.id));
  if (!found) throw new Error("The conversation is gone.");
  return found;
}

function send(texts: string[], id: string) {
  const parts = texts.map((text) => ({ messageId: randomUUID(), text }));
  return queueReplies(member, { conversationId: conversation.id, actId: id, parts, undoMs: 5_000 });
}

async function ours() {
  const all = await listMessages(member, conversation.id);
  return all.filter(({ origin }) => origin === "antwort").map(({ text }) => text);
}
