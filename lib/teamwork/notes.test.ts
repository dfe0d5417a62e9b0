import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { notes, notifications } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { listNotes } from "./note-queries.ts";
import { addNote, deleteNote, editNote } from "./notes.ts";

let anna: Member;
let ben: Member;
let stranger: Member;
let conversationId: string;

beforeEach(async () => {
  anna = await makeMember({ name: "Anna", role: "agent" });
  ben = await makeMember({ name: "Ben", role: "agent", workspaceId: anna.workspaceId });
  stranger = await makeMember();
  const account = await makeAccount({ workspaceId: anna.workspaceId });
  conversationId = (await makeConversation(account)).id;
});

describe("addNote", () => {
  test("stands in the conversation, and under the bell of who is mentioned", async () => {
    const since = await currentCursor();
    const note = await addNote(anna, given({ text: "@Ben please look", mentions: [ben.id, anna.id] }));
    expect(note).toMatchObject({ text: "@Ben please look", author: { id: anna.id, name: "Anna" }, editedAt: null });
    expect(note.mentions).toContainEqual({ id: ben.id, name: "Ben" });
    expect(await listNotes(ben, conversationId)).toEqual([note]);
    expect(await bells(note.id)).toEqual([ben.id]);
    const heard = await listChangesSince(ben.workspaceId, ben.id, since);
    expect(heard).toMatchObject({ noteIds: [note.id], topics: ["notifications"] });
    expect((await listChangesSince(anna.workspaceId, anna.id, since)).topics).toEqual([]);
  });

  test("twice is one note and one notification", async () => {
    const same = given({ mentions: [ben.id] });
    const first = await addNote(anna, same);
    expect(await addNote(anna, same)).toEqual(first);
    expect(await listNotes(anna, conversationId)).toHaveLength(1);
    expect(await bells(first.id)).toEqual([ben.id]);
  });

  test("a stranger finds no conversation, and nobody calls a stranger", async () => {
    await expect(addNote(stranger, given())).rejects.toMatchObject({ code: "not_found" });
    await expect(addNote(anna, given({ mentions: [stranger.id] }))).rejects.toMatchObject({ code: "not_found" });
    expect(await listNotes(anna, conversationId)).toEqual([]);
  });

  test("an id that belongs to another note is refused and changes nothing", async () => {
    const note = await addNote(anna, given({ text: "mine" }));
    await expect(addNote(ben, given({ noteId: note.id, text: "yours" }))).rejects.toMatchObject({ code: "not_found" });
    expect(await listNotes(anna, conversationId)).toEqual([note]);
  });

  test("a removed member is not called", async () => {
    await db.execute(sql`update members set removed_at = now() where id = ${ben.id}`);
    const note = await addNote(anna, given({ mentions: [ben.id] }));
    expect(note.mentions).toEqual([]);
    expect(await bells(note.id)).toEqual([]);
  });

  test("a failure half-way leaves neither note nor notification", async () => {
    await db.execute(sql`alter table notifications add constraint broken check (false) not valid`);
    const half = given({ mentions: [ben.id] });
    await expect(addNote(anna, half)).rejects.toThrow();
    await db.execute(sql`alter table notifications drop constraint broken`);
    expect(await listNotes(anna, conversationId)).toEqual([]);
    expect(await bells(half.noteId)).toEqual([]);
  });
});

test("whoever may not see the account sees no note and writes none", async () => {
  const note = await addNote(anna, given());
  const kept = { ...ben, accountIds: [] };
  expect(await listNotes(kept, conversationId)).toEqual([]);
  await expect(addNote(kept, given())).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteNote({ ...anna, accountIds: [] }, { noteId: note.id })).rejects.toMatchObject({
    code: "not_found",
  });
});

describe("editNote", () => {
  test("is the author's alone, and calls only who was not called before", async () => {
    const clara = await makeMember({ workspaceId: anna.workspaceId });
    const note = await addNote(anna, given({ mentions: [ben.id] }));
    const edited = await editNote(anna, { noteId: note.id, text: "changed", mentions: [ben.id, clara.id] });
    expect(edited).toMatchObject({ text: "changed", editedAt: expect.any(String) });
    expect(edited.version).toBeGreaterThan(note.version);
    expect((await bells(note.id)).sort()).toEqual([ben.id, clara.id].sort());
    await expect(editNote(ben, { noteId: note.id, text: "x", mentions: [] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(editNote(stranger, { noteId: note.id, text: "x", mentions: [] })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("twice changes nothing, and who is no longer mentioned finds nothing", async () => {
    const note = await addNote(anna, given({ mentions: [ben.id] }));
    const edited = await editNote(anna, { noteId: note.id, text: "changed", mentions: [] });
    expect(await editNote(anna, { noteId: note.id, text: "changed", mentions: [] })).toEqual(edited);
    expect(await bells(note.id)).toEqual([]);
  });
});

describe("deleteNote", () => {
  test("takes the words, the note and its notifications away, and twice changes nothing", async () => {
    const note = await addNote(anna, given({ text: "secret", mentions: [ben.id] }));
    await expect(deleteNote(ben, { noteId: note.id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteNote(stranger, { noteId: note.id })).rejects.toMatchObject({ code: "not_found" });
    await deleteNote(anna, { noteId: note.id });
    const [row] = await db.select().from(notes).where(sql`id = ${note.id}`);
    await deleteNote(anna, { noteId: note.id });
    expect(await db.select().from(notes).where(sql`id = ${note.id}`)).toEqual([row]);
    expect(row).toMatchObject({ text: "", deletedAt: expect.any(Date) });
    expect(await listNotes(anna, conversationId)).toEqual([]);
    expect(await bells(note.id)).toEqual([]);
  });

  test("an admin may delete anybody's", async () => {
    const admin = await makeMember({ workspaceId: anna.workspaceId });
    const note = await addNote(anna, given());
    await deleteNote(admin, { noteId: note.id });
    expect(await listNotes(anna, conversationId)).toEqual([]);
  });
});

function given(some: Partial<Parameters<typeof addNote>[1]> = {}) {
  return { noteId: randomUUID(), conversationId, text: "A note", mentions: [], ...some };
}

async function bells(noteId: string): Promise<string[]> {
  const rows = await db.select().from(notifications).where(sql`note_id = ${noteId}`);
  return rows.map(({ memberId }) => memberId);
}
