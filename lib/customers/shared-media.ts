import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations, messages } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { ownContact } from "./details.ts";

const PAGE = 30;
/** What can be looked at or opened by itself. */
const SHARED = ["image", "video", "audio", "file", "reel", "post", "ephemeral"];

export type SharedMedia = Awaited<ReturnType<typeof listSharedMedia>>;
export type MediaPageKey = { occurredAt: string; seq: number };

/** Pictures, videos and files of both sides, newest first, `next` for the page after; through our own address, as everywhere. */
export async function listSharedMedia(
  member: Member,
  { contactId, before }: { contactId: string; before?: MediaPageKey },
) {
  const rows = await db
    .select({
      id: messages.id,
      seq: messages.seq,
      occurredAt: messages.occurredAt,
      direction: messages.direction,
      attachments: messages.attachments,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(
      and(
        ownContact(member, contactId),
        isNull(messages.deletedAt),
        sql`jsonb_array_length(${messages.attachments}) > 0`,
        before &&
          sql`(${messages.occurredAt}, ${messages.seq}) < (${before.occurredAt}::timestamptz, ${before.seq}::bigint)`,
      ),
    )
    .orderBy(desc(messages.occurredAt), desc(messages.seq))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? page.at(-1) : undefined;
  const items = page.flatMap(({ id, occurredAt, direction, attachments }) =>
    attachments.flatMap(({ type, url, title, width, height, mimeType }, part) => {
      if (!url || !SHARED.includes(type)) return [];
      const path = `/api/media/${id}/${part}`;
      return [
        {
          messageId: id,
          part,
          type,
          path,
          title,
          direction,
          width,
          height,
          mimeType,
          occurredAt: occurredAt.toISOString(),
        },
      ];
    }),
  );
  return { items, next: last ? { occurredAt: last.occurredAt.toISOString(), seq: last.seq } : null };
}
