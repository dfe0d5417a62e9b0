import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import type { Position } from "./cursor.ts";

export type MessageRow = Awaited<ReturnType<typeof listMessageRows>>[number];
type MessageFilter = { conversationId: string; sortOrder?: "asc" | "desc"; after?: Position; ids?: string[] };

/** A conversation's messages for programs; whoever asks has proven that it is theirs. */
export async function listMessageRows(owner: Reach, filter: MessageFilter, limit: number) {
  const isAscending = filter.sortOrder === "asc";
  return db
    .select({
      id: messages.id,
      seq: messages.seq,
      mid: messages.mid,
      conversationId: messages.conversationId,
      accountId: messages.instagramAccountId,
      igId: instagramAccounts.igId,
      accountUsername: instagramAccounts.username,
      contact: { igsid: contacts.igsid, username: contacts.username, name: contacts.name },
      contactReadAt: conversations.contactReadAt,
      direction: messages.direction,
      occurredAt: messages.occurredAt,
      kind: messages.kind,
      text: messages.text,
      attachments: messages.attachments,
      story: messages.story,
      referral: messages.referral,
      payload: messages.payload,
      replyToMid: messages.replyToMid,
      reactions: messages.reactions,
      edits: messages.edits,
      origin: messages.origin,
      deletedAt: messages.deletedAt,
      status: messages.status,
      sentBy: messages.sentBy,
      sentByApiKey: messages.sentByApiKey,
      failure: messages.failure,
      outgoing: messages.outgoing,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, messages.instagramAccountId))
    .where(
      and(
        eq(messages.workspaceId, owner.workspaceId),
        withinReach(owner, messages.instagramAccountId),
        ...conditionsOf(filter),
      ),
    )
    .orderBy(
      isAscending ? asc(messages.occurredAt) : desc(messages.occurredAt),
      isAscending ? asc(messages.seq) : desc(messages.seq),
    )
    .limit(limit);
}

/** By Instagram's id or, while there is none, ours. */
export async function getMessageRow(owner: Reach, conversationId: string, id: string): Promise<MessageRow> {
  const [found] = await listMessageRows(owner, { conversationId, ids: [id] }, 1);
  if (!found) throw new NotFoundError("The message");
  return found;
}

function conditionsOf({ conversationId, sortOrder, after, ids }: MessageFilter): (SQL | undefined)[] {
  return [
    eq(messages.conversationId, conversationId),
    ids ? or(inArray(messages.mid, ids), inArray(sql`${messages.id}::text`, ids)) : undefined,
    after && beyond(after, sortOrder === "asc"),
  ];
}

function beyond({ at, id }: Position, isAscending: boolean): SQL {
  const key = sql`(${messages.occurredAt}, ${messages.seq})`;
  const last = sql`(${at}::timestamptz, ${id}::bigint)`;
  return isAscending ? sql`${key} > ${last}` : sql`${key} < ${last}`;
}
