import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { drafts } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { listMessages } from "./message-queries.ts";
import { queueReplies } from "./replies.ts";

let member: Member;
let colleague: Member;
let conversation: Awaited<ReturnType<typeof makeConversation>>;
let seenSeq: number;

beforeEach(async () => {
  member = await makeMember();
  colleague = await makeMember({ workspaceId: member.workspaceId });
  conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  seenSeq = (await makeMessage(conversation)).seq;
});

function reply(writer: Member, seen: number | undefined, messageId = randomUUID()) {
  const parts = [{ messageId, text: "Yes" }];
  return queueReplies(writer, { conversationId: conversation.id, actId: randomUUID(), parts, seenSeq: seen });
}

describe("a reply stops", () => {
  test("when the customer wrote meanwhile, saying how much and up to where; with that seen it goes", async () => {
    await makeMessage(conversation);
    const { seq } = await makeMessage(conversation);
    await expect(reply(member, seenSeq)).rejects.toMatchObject({ code: "thread_changed", values: { count: 2, seq } });
    expect(await outbound()).toEqual([]);
    await reply(member, seq);
    expect(await outbound()).toHaveLength(1);
  });

  test("when a colleague answered, or somebody in Instagram's own app", async () => {
    await reply(colleague, seenSeq);
    await expect(reply(member, seenSeq)).rejects.toMatchObject({ code: "thread_changed", values: { count: 1 } });
    const own = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
    conversation = own;
    seenSeq = (await makeMessage(own)).seq;
    await makeMessage(own, { direction: "outbound", origin: "instagram_app", status: "sent" });
    await expect(reply(member, seenSeq)).rejects.toMatchObject({ code: "thread_changed" });
  });
});

describe("a reply does not stop", () => {
  test("for the writer's own messages, nor for old ones that were imported", async () => {
    await reply(member, seenSeq);
    await makeMessage(conversation, { origin: "imported", occurredAt: new Date(Date.now() - 86_400_000) });
    await reply(member, seenSeq);
    expect(await outbound()).toHaveLength(2);
  });

  test("where the writer's screen says nothing of what it shows", async () => {
    await makeMessage(conversation);
    await reply(member, undefined);
    expect(await outbound()).toHaveLength(1);
  });

  test("when it was stored before and only its answer was lost", async () => {
    const messageId = randomUUID();
    await reply(member, seenSeq, messageId);
    await makeMessage(conversation);
    await reply(member, seenSeq, messageId);
    expect(await outbound()).toHaveLength(1);
  });
});

test("two who press Send at once: one is sent, the other is stopped", async () => {
  const outcomes = await Promise.allSettled([reply(member, seenSeq), reply(colleague, seenSeq)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await outbound()).toHaveLength(1);
});

describe("the draft", () => {
  const draftOf = (who: Member, isNote = false) =>
    db.insert(drafts).values({ memberId: who.id, conversationId: conversation.id, text: "Ye", isNote });
  const left = async () => (await db.select().from(drafts)).filter((one) => one.conversationId === conversation.id);

  test("ends with the reply it became, for its writer alone, and their browsers hear of it", async () => {
    await draftOf(member);
    await draftOf(colleague);
    const cursor = await currentCursor();
    await reply(member, seenSeq);
    expect(await left()).toMatchObject([{ memberId: colleague.id }]);
    expect((await listChangesSince(member.workspaceId, member.id, cursor)).topics).toEqual(["drafts"]);
    expect((await listChangesSince(member.workspaceId, colleague.id, cursor)).topics).toEqual([]);
  });

  test("stays when it is a note, when a heart was sent, and when the reply was stopped", async () => {
    await draftOf(member, true);
    await draftOf(colleague);
    await reply(member, seenSeq);
    await expect(reply(colleague, seenSeq)).rejects.toMatchObject({ code: "thread_changed" });
    const parts = [{ messageId: randomUUID(), heart: true as const }];
    await queueReplies(colleague, { conversationId: conversation.id, parts });
    expect(await left()).toHaveLength(2);
  });
});

async function outbound() {
  return (await listMessages(member, conversation.id)).filter(({ origin }) => origin === "antwort");
}
