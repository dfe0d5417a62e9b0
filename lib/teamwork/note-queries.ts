import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversations, members, notes } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";

/** Far more than people write about one customer. */
const MAX_NOTES = 500;

export type ConversationNote = Awaited<ReturnType<typeof selectNotes>>[number];

/** The conversation's newest notes, oldest first. */
export async function listNotes(member: Member, conversationId: string): Promise<ConversationNote[]> {
  return selectNotes(member, eq(notes.conversationId, conversationId));
}

/** Those of the ids that exist in the member's workspace and were not deleted. */
export async function listNotesById(member: Member, ids: string[]): Promise<ConversationNote[]> {
  return ids.length === 0 ? [] : selectNotes(member, inArray(notes.id, ids));
}

export async function getNote(member: Member, id: string): Promise<ConversationNote> {
  const [note] = await listNotesById(member, [id]);
  if (!note) throw new NotFoundError("The note");
  return note;
}

async function selectNotes(member: Member, condition: SQL) {
  const reach = withinReach(member, conversations.instagramAccountId);
  const mentioned = sql<{ id: string; name: string }[]>`coalesce((
    select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name)) from members m where m.id = any(${notes.mentions})
  ), '[]')`;
  const rows = await db
    .select({
      id: notes.id,
      version: notes.version,
      conversationId: notes.conversationId,
      author: { id: members.id, name: members.name },
      text: notes.text,
      mentions: mentioned,
      createdAt: notes.createdAt,
      editedAt: notes.editedAt,
    })
    .from(notes)
    .innerJoin(members, eq(members.id, notes.authorId))
    .innerJoin(conversations, eq(conversations.id, notes.conversationId))
    .where(and(eq(notes.workspaceId, member.workspaceId), reach, isNull(notes.deletedAt), condition))
    .orderBy(desc(notes.createdAt), desc(notes.id))
    .limit(MAX_NOTES);
  return rows.reverse().map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  }));
}
