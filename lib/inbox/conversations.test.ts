import "#test/database.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { findConversation, listConversations } from "./conversation-queries.ts";
import { closeConversation, markRead, markUnread, reopenConversation } from "./conversations.ts";
import { listMessages } from "./message-queries.ts";
import { countViews } from "./view-counts.ts";

let member: Member;
let colleague: Member;
let stranger: Member;
let conversationId: string;

beforeEach(async () => {
  member = await makeMember();
  colleague = await makeMember({ workspaceId: member.workspaceId });
  stranger = await makeMember();
  const account = await makeAccount({ workspaceId: member.workspaceId });
  const { message } = wire(account.igId, "1284407719365528");
  await deliver(bodyOf(account.igId, [message(1, "m1", "one"), message(2, "m2", "two"), message(3, "m3", "three")]));
  const [conversation] = await listConversations(member, { view: "open" });
  conversationId = conversation?.id ?? "";
});

describe("what is unread", () => {
  test("is counted for each member alone and goes forward only", async () => {
    expect(await unread(member)).toBe(3);
    const newest = await newestSeq();
    await markRead(member, { conversationId, throughSeq: newest });
    await markRead(member, { conversationId, throughSeq: newest - 2 });
    expect(await unread(member)).toBe(0);
    expect(await unread(colleague)).toBe(3);
    expect((await countViews(member)).views.unread).toBe(0);
    expect((await countViews(colleague)).views.unread).toBe(1);
  });

  test("can be brought back for the last message", async () => {
    await markRead(member, { conversationId, throughSeq: await newestSeq() });
    await markUnread(member, { conversationId });
    await markUnread(member, { conversationId });
    expect(await unread(member)).toBe(1);
    expect(await listConversations(member, { view: "unread" })).toHaveLength(1);
  });

  test("can be an imported thread, once somebody says so, until it is read", async () => {
    const account = await makeAccount({ workspaceId: member.workspaceId });
    const imported = await makeConversation(account);
    const { seq } = await makeMessage(imported, { origin: "imported" });
    const count = async () => (await findConversation(member, imported.id))?.unreadCount;
    expect(await count()).toBe(0);

    await markUnread(member, { conversationId: imported.id });
    expect(await count()).toBe(1);
    expect((await listConversations(member, { view: "unread" })).map(({ id }) => id)).toContain(imported.id);
    await markRead(member, { conversationId: imported.id, throughSeq: seq });
    expect(await count()).toBe(0);
  });

  test("from before a member joined counts as read", async () => {
    const newcomer = await makeMember({ workspaceId: member.workspaceId, readFromSeq: await newestSeq() });
    expect(await unread(newcomer)).toBe(0);
  });
});

describe("done", () => {
  test("moves a conversation out of the way and back, twice changes nothing", async () => {
    await closeConversation(member, { conversationId });
    const closed = await findConversation(member, conversationId);
    await closeConversation(colleague, { conversationId });
    expect(await findConversation(member, conversationId)).toEqual(closed);
    expect(await listConversations(member, { view: "open" })).toEqual([]);
    expect(await listConversations(member, { view: "done" })).toHaveLength(1);
    await reopenConversation(member, { conversationId });
    expect(await listConversations(member, { view: "open" })).toHaveLength(1);
  });
});

test("a stranger finds nothing and changes nothing", async () => {
  expect(await findConversation(stranger, conversationId)).toBeNull();
  expect(await listConversations(stranger, { view: "open" })).toEqual([]);
  expect(await listMessages(stranger, conversationId)).toEqual([]);
  for (const act of [closeConversation, reopenConversation, markUnread]) {
    await expect(act(stranger, { conversationId })).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(markRead(stranger, { conversationId, throughSeq: 3 })).rejects.toMatchObject({ code: "not_found" });
  expect(await unread(member)).toBe(3);
});

async function unread(one: Member) {
  return (await findConversation(one, conversationId))?.unreadCount;
}

async function newestSeq() {
  const [newest] = await listMessages(member, conversationId);
  return newest?.seq ?? 0;
}
