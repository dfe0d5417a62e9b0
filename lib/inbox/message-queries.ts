import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "#db/client.ts";
import { apiKeys, conversations, members, messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { QuickReply } from "#lib/instagram/outgoing.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { showAttachment, showHandover, showReferral, showStory } from "./message-shown.ts";

export const MESSAGES_PAGE = 50;
/** As much as one answer may hold. */
export const MAX_MESSAGES_PAGE = 1_000;
/** Whoever jumps to a message sees what was said before it, too. */
const BEFORE_TARGET = 25;

export type ConversationMessage = Awaited<ReturnType<typeof listMessages>>[number];
export type MessageAttachment = ConversationMessage["attachments"][number];
export type MessagePageKey = { occurredAt: string; seq: number };

type Page = { before?: MessagePageKey; limit?: number };

/** A page of a thread, newest first; `before` is the oldest message already shown. */
export async function listMessages(
  member: Member,
  conversationId: string,
  { before, limit = MESSAGES_PAGE }: Page = {},
) {
  return selectMessages(member, [eq(messages.conversationId, conversationId), olderThan(before)], limit);
}

/**
 * A page like any other, but long enough to hold the message `around` and some that stand before it; who is too far away
 * for one answer asks again from its end. A message of another conversation or workspace is not found.
 */
export async function listMessagesUntil(
  member: Member,
  conversationId: string,
  { around, before }: { around: string; before?: MessagePageKey },
) {
  const isHere = and(isOwn(member), eq(messages.conversationId, conversationId));
  const target = db
    .select({ occurredAt: messages.occurredAt, seq: messages.seq })
    .from(messages)
    .where(and(isHere, eq(messages.id, around)));
  const [end] = await db
    .select({ occurredAt: messages.occurredAt, seq: messages.seq })
    .from(messages)
    .where(and(isHere, sql`(${messages.occurredAt}, ${messages.seq}) <= (${target})`))
    .orderBy(desc(messages.occurredAt), desc(messages.seq))
    .limit(1 + BEFORE_TARGET)
    .then((rows) => rows.slice(-1));
  if (!end) throw new NotFoundError("The message");
  const reach = sql`(${messages.occurredAt}, ${messages.seq}) >= (${end.occurredAt.toISOString()}::timestamptz, ${end.seq}::bigint)`;
  const conditions = [eq(messages.conversationId, conversationId), reach, olderThan(before)];
  return selectMessages(member, conditions, MAX_MESSAGES_PAGE);
}

/** Those of the ids that exist in the member's workspace. */
export async function listMessagesById(member: Member, ids: string[]) {
  if (ids.length === 0) return [];
  return selectMessages(member, [inArray(messages.id, ids)], ids.length);
}

async function selectMessages(member: Member, conditions: (SQL | undefined)[], limit: number) {
  const quoted = alias(messages, "quoted");
  const rows = await db
    .select({
      id: messages.id,
      seq: messages.seq,
      version: messages.version,
      conversationId: messages.conversationId,
      direction: messages.direction,
      occurredAt: messages.occurredAt,
      kind: messages.kind,
      text: messages.text,
      attachments: messages.attachments,
      story: messages.story,
      referral: messages.referral,
      payload: messages.payload,
      replyToMid: messages.replyToMid,
      quotedId: quoted.id,
      quotedText: sql<string | null>`left(${quoted.text}, 200)`,
      quotedDirection: quoted.direction,
      quotedAttachmentTypes: sql<string[]>`coalesce(jsonb_path_query_array(${quoted.attachments}, '$[*].type'), '[]')`,
      quotedDeletedAt: quoted.deletedAt,
      reactions: messages.reactions,
      edits: messages.edits,
      raw: messages.raw,
      origin: messages.origin,
      deletedAt: messages.deletedAt,
      status: messages.status,
      failure: messages.failure,
      tag: messages.tag,
      attempts: messages.attempts,
      mid: messages.mid,
      actId: messages.actId,
      /** Until then a reply may be taken back. */
      sendAfter: messages.sendAfter,
      quickReplies: sql<QuickReply[] | null>`${messages.outgoing}->'quickReplies'`,
      sentUrl: sql<string | null>`${messages.outgoing}->>'url'`,
      sentBy: { id: members.id, name: members.name },
      program: { id: apiKeys.id, name: apiKeys.name },
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(
      quoted,
      and(eq(quoted.instagramAccountId, messages.instagramAccountId), eq(quoted.mid, messages.replyToMid)),
    )
    .leftJoin(members, eq(members.id, messages.sentBy))
    .leftJoin(apiKeys, eq(apiKeys.id, messages.sentByApiKey))
    .where(and(isOwn(member), ...conditions))
    .orderBy(desc(messages.occurredAt), desc(messages.seq))
    .limit(limit);

  return rows.map(({ attachments, story, referral, raw, replyToMid, program, sentUrl, ...row }) => {
    const { quotedId, quotedText, quotedDirection, quotedAttachmentTypes, quotedDeletedAt, ...message } = row;
    const isGone = row.deletedAt !== null;
    return {
      ...message,
      /** A program is named by its key. */
      sentBy: row.sentBy ?? program,
      occurredAt: row.occurredAt.toISOString(),
      deletedAt: row.deletedAt?.toISOString() ?? null,
      sendAfter: row.sendAfter?.toISOString() ?? null,
      attachments: isGone ? [] : attachments.map((one, index) => showAttachment(row.id, one, index, sentUrl)),
      story: story && !isGone ? showStory(row.id, story) : null,
      referral: referral && !isGone ? showReferral(row.id, referral) : null,
      handover: showHandover(row.kind, raw),
      /** Raw content is for those who look after the installation. */
      raw: member.role === "admin" ? raw : null,
      quoted: replyToMid
        ? {
            id: quotedId,
            text: quotedDeletedAt ? null : quotedText,
            direction: quotedDirection,
            attachmentTypes: quotedAttachmentTypes,
            isDeleted: quotedDeletedAt !== null,
          }
        : null,
    };
  });
}

function isOwn(member: Member): SQL | undefined {
  return and(eq(messages.workspaceId, member.workspaceId), withinReach(member, messages.instagramAccountId));
}

function olderThan(before: MessagePageKey | undefined): SQL | undefined {
  if (!before) return undefined;
  return sql`(${messages.occurredAt}, ${messages.seq}) < (${before.occurredAt}::timestamptz, ${before.seq}::bigint)`;
}
