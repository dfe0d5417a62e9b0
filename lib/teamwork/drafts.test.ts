import "#test/database.ts";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { uploads } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { type DraftInput, listDrafts, saveDraft } from "./drafts.ts";

let member: Member;
let conversation: Awaited<ReturnType<typeof makeConversation>>;

beforeEach(async () => {
  member = await makeMember();
  conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
});

function draft(given: Partial<DraftInput> = {}): DraftInput {
  const empty = { text: "", isNote: false, replyToMid: null, uploadIds: [], expectedVersion: 0 };
  return { conversationId: conversation.id, ...empty, ...given };
}

test("is kept, changed on top of itself, and belongs to its writer alone", async () => {
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  expect(await saveDraft(member, draft({ text: "We op" }))).toMatchObject({ outcome: "saved", draft: { version: 1 } });
  const second = await saveDraft(member, draft({ text: "We open at 9", expectedVersion: 1 }));
  expect(second).toMatchObject({ outcome: "saved", draft: { text: "We open at 9", version: 2 } });
  expect(await listDrafts(member)).toMatchObject([{ conversationId: conversation.id, text: "We open at 9" }]);
  expect(await listDrafts(colleague)).toEqual([]);
  await saveDraft(colleague, draft({ text: "Mine" }));
  expect(await listDrafts(member)).toHaveLength(1);
});

test("a note that was begun leaves the reply alone, and the other way round", async () => {
  await saveDraft(member, draft({ text: "We open at 9" }));
  const note = { text: "Ask Anna first", isNote: true };
  expect(await saveDraft(member, draft(note))).toMatchObject({ outcome: "saved", draft: { ...note, version: 1 } });
  expect(await saveDraft(member, draft({ text: "We open at 10", expectedVersion: 1 }))).toMatchObject({
    outcome: "saved",
  });
  expect(await listDrafts(member)).toMatchObject([{ text: "We open at 10", isNote: false }, note]);
  await saveDraft(member, draft({ isNote: true, expectedVersion: 1 }));
  expect(await listDrafts(member)).toMatchObject([{ text: "We open at 10" }]);
});

test("written on two devices at once, neither text is lost", async () => {
  await saveDraft(member, draft({ text: "From the desk" }));
  const refused = await saveDraft(member, draft({ text: "From the phone" }));
  expect(refused).toMatchObject({ outcome: "conflict", draft: { text: "From the desk", version: 1 } });
  expect(await listDrafts(member)).toMatchObject([{ text: "From the desk", version: 1 }]);
  expect(await saveDraft(member, draft({ text: "From the phone", expectedVersion: 1 }))).toMatchObject({
    outcome: "saved",
    draft: { text: "From the phone", version: 2 },
  });
});

test("two first drafts at the same moment: one is kept, the other is told of it", async () => {
  const outcomes = await Promise.all(["one", "two"].map((text) => saveDraft(member, draft({ text }))));
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["conflict", "saved"]);
  const [kept] = await listDrafts(member);
  expect(outcomes.every(({ draft: told }) => told?.text === kept?.text)).toBe(true);
});

test("the same text again is the same draft, whatever version it was written on", async () => {
  await saveDraft(member, draft({ text: "Hello" }));
  expect(await saveDraft(member, draft({ text: "Hello" }))).toMatchObject({ outcome: "saved", draft: { version: 1 } });
});

test("an empty one goes away, but not one that was changed meanwhile", async () => {
  await saveDraft(member, draft({ text: "Hello" }));
  await saveDraft(member, draft({ text: "Hello there", expectedVersion: 1 }));
  expect(await saveDraft(member, draft({ expectedVersion: 1 }))).toMatchObject({ outcome: "conflict" });
  expect(await saveDraft(member, draft({ expectedVersion: 2 }))).toEqual({ outcome: "saved", draft: null });
  expect(await saveDraft(member, draft({ expectedVersion: 2 }))).toEqual({ outcome: "saved", draft: null });
  expect(await listDrafts(member)).toEqual([]);
});

test("what was sent elsewhere does not keep one from writing on", async () => {
  expect(await saveDraft(member, draft({ text: "And also …", expectedVersion: 4 }))).toMatchObject({
    outcome: "saved",
    draft: { text: "And also …" },
  });
});

test("brings the quoted message and those of its files that are still there", async () => {
  const quoted = await makeMessage(conversation, { text: "Which size?" });
  const [file] = await db
    .insert(uploads)
    .values({
      workspaceId: member.workspaceId,
      memberId: member.id,
      type: "image",
      mimeType: "image/jpeg",
      sizeBytes: 1_000,
      name: "shelf.jpg",
      storageKey: crypto.randomUUID(),
    })
    .returning();
  const uploadIds = [file?.id ?? "", crypto.randomUUID()];
  await saveDraft(member, draft({ replyToMid: quoted.mid, uploadIds }));
  const [kept] = await listDrafts(member);
  expect(kept).toMatchObject({
    quoted: { id: quoted.id, text: "Which size?", direction: "inbound" },
    uploads: [{ id: file?.id, type: "image", name: "shelf.jpg" }],
  });
});

test("tells the writer's own browsers and nobody else", async () => {
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  const cursor = await currentCursor();
  await saveDraft(member, draft({ text: "Hello" }));
  const hears = async (who: Member) => (await listChangesSince(who.workspaceId, who.id, cursor)).topics;
  expect(await hears(member)).toEqual(["drafts"]);
  expect(await hears(colleague)).toEqual([]);
});

test("keeps what Postgres cannot carry out of it", async () => {
  await saveDraft(member, draft({ text: "a\u0000b\ud800" }));
  expect((await listDrafts(member))[0]?.text).toBe("ab\ufffd");
});

test("a stranger's conversation is not found and nothing is left behind", async () => {
  const stranger = await makeMember();
  await expect(saveDraft(stranger, draft({ text: "Hello" }))).rejects.toMatchObject({ code: "not_found" });
  expect(await listDrafts(stranger)).toEqual([]);
});
