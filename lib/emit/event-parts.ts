import { z } from "zod";

/** The parts that events are made of, in the words of `@zernio/node`. */

export const attachmentShape = z.object({
  type: z.string(),
  originalType: z.string().optional().meta({ description: "Instagram's own word, where it is another." }),
  url: z.string().meta({ description: "Expires: its place in the list is its index in the API." }),
  payload: z.record(z.string(), z.unknown()).optional(),
});

export const customerShape = z.object({
  id: z.string().meta({ description: "Instagram-scoped." }),
  contactId: z.uuid().optional(),
  name: z.string(),
  username: z.string().optional(),
  picture: z.string().optional(),
});

const senderShape = customerShape.extend({
  instagramProfile: z
    .object({
      isFollower: z.boolean().nullable(),
      isFollowing: z.boolean().nullable(),
      followerCount: z.int().nullable(),
      isVerified: z.boolean().nullable(),
    })
    .optional(),
});

export const messageShape = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  platform: z.literal("instagram"),
  platformMessageId: z.string(),
  direction: z.enum(["incoming", "outgoing"]),
  text: z.string().nullable(),
  attachments: z.array(attachmentShape),
  sender: senderShape,
  sentAt: z.iso.datetime(),
  isRead: z.boolean(),
});

export const accountShape = z.object({
  accountId: z.uuid(),
  profileId: z.uuid().meta({ description: "The workspace." }),
  platform: z.literal("instagram"),
  username: z.string(),
  displayName: z.string(),
});

export const conversationShape = z.object({
  id: z.uuid(),
  platformConversationId: z.uuid().meta({ description: "The same: what the API's list gives and its addresses take." }),
  participantId: z.string().meta({ description: "The customer's Instagram-scoped id." }),
  participantName: z.string(),
  participantUsername: z.string().optional(),
  participantPicture: z.string().optional(),
  status: z.enum(["active", "archived"]),
  contactId: z.uuid(),
});

export const conversationDetailShape = conversationShape.extend({ platform: z.literal("instagram") });

/** What stands beside everything that happens in a conversation. */
export const contextShape = z.object({
  conversation: conversationShape,
  account: accountShape.extend({ id: z.uuid() }),
});

export const failureShape = z.object({ code: z.int().optional(), title: z.string(), message: z.string() });

/** In Meta's own words, as far as it supplied any. */
export const referralShape = z.object({
  ref: z.string().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
  ad_id: z.string().optional(),
  ads_context_data: z
    .object({ ad_title: z.string().optional(), photo_url: z.string().optional(), video_url: z.string().optional() })
    .optional(),
});
