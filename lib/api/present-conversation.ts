import { z } from "zod";
import type { ConversationRow } from "./conversation-rows.ts";
import { statusField } from "./fields.ts";
import { presentReferral, referralShape } from "./present-referral.ts";

const instagramProfile = z.object({
  isFollower: z.boolean().nullable(),
  isFollowing: z.boolean().nullable(),
  followerCount: z.int().nullable(),
  isVerified: z.boolean().nullable(),
  fetchedAt: z.string().nullable(),
});

export const conversationShape = z
  .object({
    id: z.uuid(),
    platform: z.literal("instagram"),
    accountId: z.uuid(),
    accountUsername: z.string(),
    participantId: z.string().meta({ description: "The customer's Instagram-scoped id." }),
    participantName: z.string(),
    participantUsername: z.string().nullable(),
    participantPicture: z.string().nullable(),
    lastMessage: z.string(),
    lastMessageAt: z.string(),
    updatedTime: z.string(),
    status: statusField,
    unreadCount: z.int(),
    url: z.null(),
    instagramProfile,
    metadata: referralShape.nullable(),
  })
  .meta({ id: "InboxConversation" });

export function presentConversation(row: ConversationRow): z.input<typeof conversationShape> {
  const { contact } = row;
  return {
    id: row.id,
    platform: "instagram",
    accountId: row.accountId,
    accountUsername: row.accountUsername,
    participantId: contact.igsid,
    participantName: nameOf(contact),
    participantUsername: contact.username,
    participantPicture: contact.pictureUrl,
    lastMessage: row.lastText ?? "",
    lastMessageAt: row.lastMessageAt.toISOString(),
    updatedTime: row.lastMessageAt.toISOString(),
    status: row.closedAt ? "archived" : "active",
    unreadCount: row.unreadCount,
    url: null,
    instagramProfile: {
      isFollower: contact.followsBusiness,
      isFollowing: contact.followedByBusiness,
      followerCount: contact.followerCount,
      isVerified: contact.isVerified,
      fetchedAt: contact.profileFetchedAt?.toISOString() ?? null,
    },
    metadata: row.referral && presentReferral(row.referral.content, new Date(row.referral.at)),
  };
}

/** Some customers have neither name nor handle (facts 2.8): their id is better than a guess. */
export function nameOf(contact: { name: string | null; username: string | null; igsid: string }): string {
  return contact.name ?? contact.username ?? contact.igsid;
}
