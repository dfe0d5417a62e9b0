import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "#db/client.ts";
import { type Attachment, apiKeys, conversations, members, messages } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";

export const MESSAGES_PAGE = 50;

export type ConversationMessage = Awaited<ReturnType<typeof listMessages>>[number];
export type MessageAttachment = ConversationMessage["attachments"][number];
export type MessagePageKey = { occurredAt: string; seq: number };

/** A page of a thread, newest first; `before` is the oldest message already shown. */
export async function listMessages(member: Member, conversationId: string, before?: MessagePageKey) {
  const conditions = [eq(messages.conversationId, conversationId)];
  return selectMessages(member, before ? [...conditions, olderThan(before)] : conditions, MESSAGES_PAGE);
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
      hasMid: sql<boolean>`${messages.mid} is not null`,
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
    .where(and(eq(messages.workspaceId, member.workspaceId), ...conditions))
    .orderBy(desc(messages.occurredAt), desc(messages.seq))
    .limit(limit);

  return rows.map(({ attachments, story, raw, replyToMid, program, ...row }) => {
    const { quotedId, quotedText, quotedDirection, quotedAttachmentTypes, quotedDeletedAt, ...message } = row;
    const isGone = row.deletedAt !== null;
    return {
      ...message,
      /** A program is named by its key. */
      sentBy: row.sentBy ?? program,
      occurredAt: row.occurredAt.toISOString(),
      deletedAt: row.deletedAt?.toISOString() ?? null,
      attachments: isGone ? [] : attachments.map((attachment, index) => presentAttachment(row.id, attachment, index)),
      story:
        story && !isGone
          ? {
              id: story.id,
              hasMedia: story.url !== null,
              mediaPath: `/api/media/${row.id}/story`,
              linkStickerUrl: story.linkStickerUrl,
            }
          : null,
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

/** Browsers never see Instagram's own addresses: media is served by message and place, to members only. */
function presentAttachment(messageId: string, attachment: Attachment, index: number) {
  const { url, linkUrl, ...rest } = attachment;
  return { ...rest, linkUrl: permalink(linkUrl ?? url), mediaPath: url ? `/api/media/${messageId}/${index}` : null };
}

/** A post or reel may come as a page on Instagram rather than a file (facts 2.5). */
function permalink(url: string | null): string | null {
  return url?.match(/^https:\/\/(www\.)?(instagram|facebook)\.com\//) ? url : null;
}

function olderThan({ occurredAt, seq }: MessagePageKey): SQL {
  return sql`(${messages.occurredAt}, ${messages.seq}) < (${occurredAt}::timestamptz, ${seq}::bigint)`;
}
