import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { transaction } from "#db/client.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { addNote } from "./notes.ts";
import { getUnreadNotifications, listNotifications, markNotificationsRead } from "./notifications.ts";
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
  expect((await getUnreadNotifications(ben)).count).toBe(3);
  await markNotificationsRead(ben, { conversationId: conversationIds[0] });
  expect(await getUnreadNotifications(ben)).toEqual({ count: 1, conversationIds: [conversationIds[1]] });
  const since = await currentCursor();
  await markNotificationsRead(ben, {});
  expect((await listChangesSince(ben.workspaceId, ben.id, since)).topics).toEqual(["notifications"]);
  const read = await listNotifications(ben);
  const later = await currentCursor();
  await markNotificationsRead(ben, {});
  expect(await listNotifications(ben)).toEqual(read);
  expect((await listChangesSince(ben.workspaceId, ben.id, later)).topics).toEqual([]);
});

test("nobody reads or marks another member's", async () => {
  const stranger = await makeMember();
  for (const other of [anna, stranger]) {
    await markNotificationsRead(other, {});
    expect(await listNotifications(other)).toEqual([]);
  }
  expect((await getUnreadNotifications(ben)).count).toBe(2);
});

test("whoever did it is not told, nor anybody of another workspace", async () => {
  const stranger = await makeMember();
  await assign(conversationIds[0], [anna.id, stranger.id]);
  expect(await listNotifications(anna)).toEqual([]);
  expect(await listNotifications(stranger)).toEqual([]);
});

function mention(conversationId: string) {
  return addNote(anna, { noteId: randomUUID(), conversationId, text: "@Ben look", mentions: [ben.id] });
}

function assign(conversationId: string, memberIds = [ben.id]) {
  const { workspaceId, id: actorId } = anna;
  return transaction((tx) => notify(tx, { workspaceId, conversationId, kind: "assigned", memberIds, actorId }));
}
