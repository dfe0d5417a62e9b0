import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import {
  apiKeys,
  comments,
  contacts,
  conversationEvents,
  conversationLabels,
  conversations,
  instagramAccounts,
  labels,
  members,
  messages,
  notes,
} from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { ownContact } from "./details.ts";

const PAGE = 500;

export type Person = Awaited<ReturnType<typeof readPerson>>;

export async function readPerson(member: Member, contactId: string) {
  const [row] = await db
    .select({ contact: contacts, conversation: conversations, account: instagramAccounts.username })
    .from(contacts)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, contacts.instagramAccountId))
    .leftJoin(
      conversations,
      and(eq(conversations.instagramAccountId, contacts.instagramAccountId), eq(conversations.contactId, contacts.id)),
    )
    .where(ownContact(member, contactId));
  if (!row) throw new NotFoundError("The customer");
  return { ...row.contact, account: row.account, conversation: row.conversation };
}

export type MessageRow = { message: typeof messages.$inferSelect; author: string | null };

export async function* readMessages({ conversation }: Person): AsyncGenerator<MessageRow> {
  if (!conversation) return;
  let last: { occurredAt: Date; seq: number } | undefined;
  for (;;) {
    const rows: MessageRow[] = await db
      .select({ message: messages, author: sql<string | null>`coalesce(${members.name}, ${apiKeys.name})` })
      .from(messages)
      .leftJoin(members, eq(members.id, messages.sentBy))
      .leftJoin(apiKeys, eq(apiKeys.id, messages.sentByApiKey))
      .where(
        and(
          eq(messages.conversationId, conversation.id),
          last &&
            sql`(${messages.occurredAt}, ${messages.seq}) > (${last.occurredAt.toISOString()}::timestamptz, ${last.seq}::bigint)`,
        ),
      )
      .orderBy(asc(messages.occurredAt), asc(messages.seq))
      .limit(PAGE);
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.message;
  }
}

export async function* readNotes({ conversation }: Person) {
  if (!conversation) return;
  yield* await db
    .select({ at: notes.createdAt, author: members.name, text: notes.text, editedAt: notes.editedAt })
    .from(notes)
    .innerJoin(members, eq(members.id, notes.authorId))
    .where(and(eq(notes.conversationId, conversation.id), sql`${notes.deletedAt} is null`))
    .orderBy(asc(notes.createdAt));
}

export async function* readComments({ instagramAccountId, igsid }: Person) {
  yield* await db
    .select({
      at: comments.occurredAt,
      where: comments.field,
      mediaId: comments.mediaId,
      commentId: comments.commentId,
      text: comments.text,
    })
    .from(comments)
    .where(and(eq(comments.instagramAccountId, instagramAccountId), eq(comments.igsid, igsid)))
    .orderBy(asc(comments.occurredAt));
}

export async function* readEvents({ conversation }: Person) {
  if (!conversation) return;
  yield* await db
    .select({
      at: conversationEvents.at,
      kind: conversationEvents.kind,
      by: members.name,
      detail: conversationEvents.detail,
    })
    .from(conversationEvents)
    .leftJoin(members, eq(members.id, conversationEvents.memberId))
    .where(eq(conversationEvents.conversationId, conversation.id))
    .orderBy(asc(conversationEvents.at));
}

export async function listLabelNames({ conversation }: Person): Promise<string[]> {
  if (!conversation) return [];
  const rows = await db
    .select({ name: labels.name })
    .from(conversationLabels)
    .innerJoin(labels, eq(labels.id, conversationLabels.labelId))
    .where(eq(conversationLabels.conversationId, conversation.id))
    .orderBy(asc(labels.name));
  return rows.map(({ name }) => name);
}
