import "#test/database.ts";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, conversations, notifications } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { warnOfClosing } from "./warn-closing.ts";

let member: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;

beforeEach(async () => {
  member = await makeMember();
  account = await makeAccount({ workspaceId: member.workspaceId });
});

/** A conversation of the member's whose customer wrote so long ago and has no answer. */
async function waiting(minutesAgo: number, given: Partial<typeof conversations.$inferInsert> = {}) {
  const conversation = await makeConversation(account, { minutesAgo });
  const occurredAt = new Date(Date.now() - minutesAgo * 60_000);
  await makeMessage(conversation, { occurredAt });
  const values = { assigneeId: member.id, lastInboundAt: occurredAt, waitingSince: occurredAt, ...given };
  await db.update(conversations).set(values).where(eq(conversations.id, conversation.id));
  return conversation;
}

const told = () =>
  db
    .select({ memberId: notifications.memberId, conversationId: notifications.conversationId })
    .from(notifications)
    .where(eq(notifications.workspaceId, member.workspaceId));

test("whoever takes care of it is told within the last hour, once, and their browsers hear of it", async () => {
  const { id } = await waiting(23 * 60 + 5);
  await waiting(22 * 60);
  await waiting(25 * 60);
  const cursor = await currentCursor();
  await warnOfClosing();
  await warnOfClosing();
  expect(await told()).toEqual([{ memberId: member.id, conversationId: id }]);
  expect((await listChangesSince(member.workspaceId, member.id, cursor)).topics).toEqual(["notifications"]);
});

test("again when the customer wrote again, and whoever has taken it over", async () => {
  const { id } = await waiting(23 * 60 + 5);
  await warnOfClosing();
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  await db.update(conversations).set({ assigneeId: colleague.id }).where(eq(conversations.id, id));
  await warnOfClosing();
  expect((await told()).map(({ memberId }) => memberId)).toEqual([member.id, colleague.id]);
  await db
    .update(notifications)
    .set({ createdAt: new Date(Date.now() - 24 * 60 * 60_000) })
    .where(eq(notifications.conversationId, id));
  await warnOfClosing();
  expect(await told()).toHaveLength(3);
});

test.each([
  ["answered", { waitingSince: null }],
  ["nobody's", { assigneeId: null }],
  ["done", { closedAt: new Date() }],
  ["refused by Instagram already", { windowRefusedAt: new Date() }],
])("what is %s tells nobody", async (_, given) => {
  await waiting(23 * 60 + 5, given);
  await warnOfClosing();
  expect(await told()).toEqual([]);
});

test("a muted customer tells nobody, a snoozed conversation does", async () => {
  const muted = await waiting(23 * 60 + 5);
  await db.update(contacts).set({ mutedAt: new Date() }).where(eq(contacts.id, muted.contactId));
  const snoozed = await waiting(23 * 60 + 10, { snoozedUntil: new Date(Date.now() + 86_400_000) });
  await warnOfClosing();
  expect(await told()).toEqual([{ memberId: member.id, conversationId: snoozed.id }]);
});
