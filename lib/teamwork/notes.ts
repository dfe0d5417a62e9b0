import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { conversations, members, notes, notifications } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";
import { type ConversationNote, getNote } from "./note-queries.ts";
import { notify } from "./notify.ts";
import { requireConversation } from "./require-conversation.ts";

type NoteText = { text: string; mentions: string[] };
type Note = typeof notes.$inferSelect;

/**
 * What colleagues tell each other in a conversation; Instagram never sees it. The browser names the note, so a double click is
 * one. `mentions` are ids of members, who find it under their bell.
 */
export async function addNote(
  member: Member,
  { noteId, conversationId, text, mentions }: NoteText & { noteId: string; conversationId: string },
): Promise<ConversationNote> {
  const { workspaceId } = member;
  await transaction(async (tx) => {
    await requireConversation(tx, member, conversationId);
    const called = await findCalled(tx, member, mentions);
    const [added] = await tx
      .insert(notes)
      .values({ id: noteId, workspaceId, conversationId, authorId: member.id, text, mentions: called })
      .onConflictDoNothing()
      .returning();
    if (added) await tell(tx, added);
    else await refuseOtherNote(tx, member, noteId, conversationId);
  });
  return getNote(member, noteId);
}

/** The author's own words only. Members who are mentioned anew are told; who is no longer mentioned finds nothing. */
export async function editNote(
  member: Member,
  { noteId, text, mentions }: NoteText & { noteId: string },
): Promise<ConversationNote> {
  await transaction(async (tx) => {
    const note = await lockNote(tx, member, noteId);
    if (note.authorId !== member.id) throw new AppError("forbidden", "Only who wrote a note may change it.");
    if (note.deletedAt) throw new NotFoundError("The note");
    const called = await findCalled(tx, member, mentions);
    if (note.text === text && isSame(note.mentions, called)) return;
    await tx.update(notes).set({ text, mentions: called, editedAt: sql`now()` }).where(eq(notes.id, noteId));
    const unmentioned = note.mentions.filter((id) => !called.includes(id));
    await takeBack(tx, note, unmentioned);
    await tell(tx, { ...note, mentions: called });
  });
  return getNote(member, noteId);
}

/** The author's own; an admin may delete anybody's. Its words are gone for good, and so is what it put under bells. */
export async function deleteNote(member: Member, { noteId }: { noteId: string }): Promise<void> {
  await transaction(async (tx) => {
    const note = await lockNote(tx, member, noteId);
    if (note.authorId !== member.id && member.role !== "admin") {
      throw new AppError("forbidden", "Only who wrote a note or an admin may delete it.");
    }
    if (note.deletedAt) return;
    await tx.update(notes).set({ text: "", mentions: [], deletedAt: sql`now()` }).where(eq(notes.id, noteId));
    await takeBack(tx, note, note.mentions);
    await publish(tx, note.workspaceId, { conversationId: note.conversationId, noteId });
  });
}

async function tell(tx: Tx, { id: noteId, workspaceId, conversationId, authorId, mentions }: Note): Promise<void> {
  await publish(tx, workspaceId, { conversationId, noteId });
  await notify(tx, { workspaceId, conversationId, kind: "mention", memberIds: mentions, actorId: authorId, noteId });
}

/** Somebody of another workspace is not found; who was removed meanwhile is left out. */
async function findCalled(tx: Tx, { workspaceId }: Member, mentions: string[]): Promise<string[]> {
  const ids = [...new Set(mentions)];
  if (ids.length === 0) return [];
  const found = await tx
    .select({ id: members.id, removedAt: members.removedAt })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), inArray(members.id, ids)));
  if (found.length < ids.length) throw new NotFoundError("This member");
  return found.filter(({ removedAt }) => !removedAt).map(({ id }) => id);
}

async function refuseOtherNote(tx: Tx, member: Member, noteId: string, conversationId: string): Promise<void> {
  const note = await lockNote(tx, member, noteId);
  if (note.authorId !== member.id || note.conversationId !== conversationId) throw new NotFoundError("The note");
}

async function lockNote(tx: Tx, member: Member, noteId: string): Promise<Note> {
  const reach = withinReach(member, conversations.instagramAccountId);
  const [row] = await tx
    .select({ note: notes })
    .from(notes)
    .innerJoin(conversations, eq(conversations.id, notes.conversationId))
    .where(and(eq(notes.id, noteId), eq(notes.workspaceId, member.workspaceId), reach))
    .for("update", { of: notes });
  if (!row) throw new NotFoundError("The note");
  return row.note;
}

async function takeBack(tx: Tx, { id, workspaceId }: Note, memberIds: string[]): Promise<void> {
  if (memberIds.length === 0) return;
  const taken = await tx
    .delete(notifications)
    .where(and(eq(notifications.noteId, id), inArray(notifications.memberId, memberIds), isNull(notifications.readAt)))
    .returning({ memberId: notifications.memberId });
  await publish(
    tx,
    workspaceId,
    taken.map(({ memberId }) => ({ topic: "notifications" as const, memberId })),
  );
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
