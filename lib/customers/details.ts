import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { comments, contacts, conversations, messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";

const MAX_ENCOUNTERS = 12;

export type CustomerDetails = Awaited<ReturnType<typeof getCustomer>>;
export type Encounter = CustomerDetails["encounters"][number];
export type Comment = CustomerDetails["comments"][number];

/**
 * What is known of a customer beyond their row in the list, and by which ads, links and stories they came and what they said
 * under posts, newest first.
 */
export async function getCustomer(member: Member, contactId: string) {
  const [found] = await db
    .select({
      id: contacts.id,
      conversationId: conversations.id,
      followerCount: contacts.followerCount,
      followsBusiness: contacts.followsBusiness,
      followedByBusiness: contacts.followedByBusiness,
      profileFetchedAt: contacts.profileFetchedAt,
      profileError: contacts.profileError,
      notes: contacts.notes,
      fields: contacts.fields,
      mutedAt: contacts.mutedAt,
      blockedAt: contacts.blockedAt,
      firstMessageAt: sql<Date | null>`(
        select min(occurred_at) from messages where conversation_id = ${conversations.id})`.mapWith(
        messages.occurredAt,
      ),
      instagramAccountId: contacts.instagramAccountId,
      igsid: contacts.igsid,
    })
    .from(contacts)
    .leftJoin(
      conversations,
      and(eq(conversations.instagramAccountId, contacts.instagramAccountId), eq(conversations.contactId, contacts.id)),
    )
    .where(ownContact(member, contactId));
  if (!found) throw new NotFoundError("The customer");
  const { instagramAccountId, igsid, ...shown } = found;
  return {
    ...shown,
    notes: found.notes ?? "",
    profileFetchedAt: found.profileFetchedAt?.toISOString() ?? null,
    mutedAt: found.mutedAt?.toISOString() ?? null,
    blockedAt: found.blockedAt?.toISOString() ?? null,
    firstMessageAt: found.firstMessageAt?.toISOString() ?? null,
    encounters: found.conversationId ? await listEncounters(found.conversationId) : [],
    comments: await listComments(instagramAccountId, igsid),
  };
}

export function ownContact(member: Member, contactId: string) {
  return and(
    eq(contacts.id, contactId),
    eq(contacts.workspaceId, member.workspaceId),
    withinReach(member, contacts.instagramAccountId),
  );
}

/** The messages that tell what the customer had before their eyes. */
async function listEncounters(conversationId: string) {
  const rows = await db
    .select({
      messageId: messages.id,
      occurredAt: messages.occurredAt,
      text: sql<string | null>`left(${messages.text}, 200)`,
      story: messages.story,
      referral: messages.referral,
    })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.direction, "inbound"),
        isNull(messages.deletedAt),
        sql`(${messages.story} is not null or ${messages.referral} is not null
          or ${messages.attachments} @> '[{"type": "story_mention"}]')`,
      ),
    )
    .orderBy(desc(messages.occurredAt), desc(messages.seq))
    .limit(MAX_ENCOUNTERS);
  return rows.map(({ story, referral, occurredAt, ...row }) => ({
    ...row,
    occurredAt: occurredAt.toISOString(),
    kind: kindOf(story !== null, referral),
    storyPath: story?.url ? `/api/media/${row.messageId}/story` : null,
    adTitle: referral?.adTitle ?? null,
    ref: referral?.ref ?? null,
  }));
}

async function listComments(instagramAccountId: string, igsid: string) {
  const rows = await db
    .select({
      id: comments.id,
      field: comments.field,
      text: sql<string | null>`left(${comments.text}, 200)`,
      occurredAt: comments.occurredAt,
    })
    .from(comments)
    .where(and(eq(comments.instagramAccountId, instagramAccountId), eq(comments.igsid, igsid)))
    .orderBy(desc(comments.occurredAt))
    .limit(MAX_ENCOUNTERS);
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
}

function kindOf(hasStory: boolean, referral: { adId: string | null } | null) {
  if (referral) return referral.adId ? ("ad" as const) : ("link" as const);
  return hasStory ? ("storyReply" as const) : ("storyMention" as const);
}
