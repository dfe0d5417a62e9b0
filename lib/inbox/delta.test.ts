import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Member } from "#lib/members/member.ts";
import { currentCursor } from "#lib/realtime/changes.ts";
import { addNote, deleteNote } from "#lib/teamwork/notes.ts";
import { showPresence } from "#lib/teamwork/presence.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { closeConversation } from "./conversations.ts";
import { getDelta } from "./delta.ts";

let anna: Member;
let ben: Member;
let conversationId: string;

beforeEach(async () => {
  anna = await makeMember({ name: "Anna" });
  ben = await makeMember({ name: "Ben", workspaceId: anna.workspaceId });
  conversationId = (await makeConversation(await makeAccount({ workspaceId: anna.workspaceId }))).id;
});

test("brings what colleagues noted and did, once deleted no more than that it is gone", async () => {
  const since = await currentCursor();
  const kept = await addNote(anna, given("kept"));
  const deleted = await addNote(anna, given("deleted"));
  await deleteNote(anna, { noteId: deleted.id });
  await closeConversation(anna, { conversationId });
  const delta = await getDelta(ben, since);
  expect(delta.notes).toEqual([kept]);
  expect(delta.goneNoteIds).toEqual([deleted.id]);
  expect(delta.events).toMatchObject([{ kind: "closed", conversationId, by: { name: "Anna" } }]);
  expect(delta.conversations).toHaveLength(1);
  expect(delta.presence).toBeNull();
});

test("brings who looks where only when that changed, and no conversation with it", async () => {
  await showPresence(ben, { tabId: randomUUID(), conversationId: null, isWriting: false });
  const since = await currentCursor();
  await showPresence(anna, { tabId: randomUUID(), conversationId, isWriting: false });
  const delta = await getDelta(ben, since);
  expect(delta.presence).toMatchObject([{ name: "Anna", conversationId }]);
  expect(delta.conversations).toEqual([]);
});

test("brings strangers, and members without the account, nothing of it", async () => {
  const since = await currentCursor();
  await addNote(anna, given("internal"));
  await closeConversation(anna, { conversationId });
  for (const other of [await makeMember(), { ...ben, accountIds: [] }]) {
    const { notes, events, conversations } = await getDelta(other, since);
    expect([notes, events, conversations]).toEqual([[], [], []]);
  }
});

function given(text: string) {
  return { noteId: randomUUID(), conversationId, text, mentions: [] };
}
