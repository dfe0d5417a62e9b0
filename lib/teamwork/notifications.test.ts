import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { changes } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { addNote } from "./notes.ts";
import { countUnreadNotifications, listNotifications, markNotificationsRead } from "./notifications.ts";
import { notify } from "./notify.ts";

let anna: Member;
let ben: Member;
let conversationIds: [string, string];

beforeEach(async () => {
  anna = await makeMember({ name: "Anna" });
  ben = await makeMember({ name: "Ben", workspaceId: anna.workspaceId });
  const account = await makeAccount({ workspaceId: anna.workspaceId });
  conversationIds = [(await makeConversation(account)).id, (await makeConversation(account)).id];
  for (const conversationId of conversationIds) await mention(conversationId);
});

test("lists the newest first, with who it was, where and what they said", async () => {
  await assign(conversationIds[0]);
  const [assigned, second, first] = await listNotifications(ben);
  expect(assigned).toMatchObject({ kind: "assigned", actor: { name: "Anna" }, note: null, readAt: null });
  expect(second).toMatchObject({ kind: "mention", conversationId: conversationIds[1], note: "@Ben look" });
  expect(first?.conversationId).toBe(conversationIds[0]);
  expect(await listNotifications(anna)).toEqual([]);
});

test("is counted until it is read, by conversation or all at once, and twice changes nothing", async () => {
  await assign(conversationIds[0]);
  expect(await countUnreadNotifications(ben)).toContainEqual({ conversationId: conversationIds[0], count: 2 });
  await markNotificationsRead(ben, { conversationId: conversationIds[0] });
  expect(await countUnreadNotifications(ben)).toEqual([{ conversationId: conversationIds[1], count: 1 }]);
  const told = await countTold();
  await markNotificationsRead(ben, {});
  expect(await countTold()).toBe(told + 1);
  const read = await listNotifications(ben);
  await markNotificationsRead(ben, {});
  expect(await listNotifications(ben)).toEqual(read);
  expect(await countTold()).toBe(told + 1);
});

test("nobody reads or marks another member's", async () => {
  const stranger = await makeMember();
  for (const other of [anna, stranger]) {
    await markNotificationsRead(other, {});
    expect(await listNotifications(other)).toEqual([]);
  }
  expect(await countUnreadNotifications(ben)).toHaveLength(2);
});

test("whoever did it is not told, nor anybody of another workspace", async () => {
  const stranger = await makeMember();
  await assign(conversationIds[0], [anna.id, stranger.id]);
  expect(await listNotifications(anna)).toEqual([]);
  expect(await listNotifications(stranger)).toEqual([]);
});

async function countTold(): Promise<number> {
  return db.$count(changes, and(eq(changes.memberId, ben.id), eq(changes.topic, "notifications")));
}

function mention(conversationId: string) {
  return addNote(anna, { noteId: randomUUID(), conversationId, text: "@Ben look", mentions: [ben.id] });
}

function assign(conversationId: string, memberIds = [ben.id]) {
  const { workspaceId, id: actorId } = anna;
  return transaction((tx) => notify(tx, { workspaceId, conversationId, kind: "assigned", memberIds, actorId }));
}
