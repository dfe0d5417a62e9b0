import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { advanceConversation } from "#lib/inbox/advance.ts";
import { getConversation, listConversations } from "#lib/inbox/conversation-queries.ts";
import { reopenConversation } from "#lib/inbox/conversations.ts";
import { queueReplies } from "#lib/inbox/replies.ts";
import { type Conversation, lockConversation } from "#lib/inbox/threads.ts";
import { countViews } from "#lib/inbox/view-counts.ts";
import { belongs, DEFAULT_PLACE } from "#lib/inbox/views.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { blockContact, muteContact, unblockContact, unmuteContact } from "./block.ts";

async function makeCustomer() {
  const member = await makeMember();
  const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  return { member, conversation, contactId: conversation.contactId };
}

/** As the intake does with what a customer writes. */
async function receive(known: Parameters<typeof makeMessage>[0]): Promise<void> {
  const message = await makeMessage(known, { occurredAt: new Date(Date.now() + 1_000) });
  await transaction(async (tx) => {
    const conversation = (await lockConversation(tx, known.id)) as Conversation;
    await advanceConversation(tx, conversation, [{ ...message, opensWindow: true }]);
  });
}

const isClosed = async (id: string) =>
  (await db.select().from(conversations).where(eq(conversations.id, id)))[0]?.closedAt !== null;

test("who is blocked is heard, but nothing opens again, and nobody writes to them", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  await blockContact(member, { contactId });
  await receive(conversation);
  expect(await isClosed(conversation.id)).toBe(true);
  expect((await getConversation(member, conversation.id)).contact.isBlocked).toBe(true);
  await expect(reply(member, conversation.id)).rejects.toMatchObject({ code: "contact_blocked" });

  await unblockContact(member, { contactId });
  await receive(conversation);
  expect(await isClosed(conversation.id)).toBe(false);
  await reply(member, conversation.id);
});

test("a blocked person's conversation may be opened by hand", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  await blockContact(member, { contactId });
  await reopenConversation(member, { conversationId: conversation.id });
  expect(await isClosed(conversation.id)).toBe(false);
});

test("who is muted is shown, but not counted as unread", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  await receive(conversation);
  const unread = { ...DEFAULT_PLACE, view: "unread" as const };
  const shown = async () => [
    (await listConversations(member, unread)).length,
    (await countViews(member)).views.unread,
    belongs(await getConversation(member, conversation.id), unread, member.id) ? 1 : 0,
  ];
  expect(await shown()).toEqual([1, 1, 1]);
  await muteContact(member, { contactId });
  expect(await shown()).toEqual([0, 0, 0]);
  expect(await listConversations(member, DEFAULT_PLACE)).toHaveLength(1);
  await unmuteContact(member, { contactId });
  expect(await shown()).toEqual([1, 1, 1]);
});

function reply(member: Member, conversationId: string) {
  return queueReplies(member, { conversationId, parts: [{ messageId: randomUUID(), text: "Guten Tag" }] });
}
