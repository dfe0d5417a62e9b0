import { z } from "zod";

const attachment = z.object({
  id: z.string(),
  type: z.enum(["image", "video", "audio", "file", "sticker", "share", "template"]),
  originalType: z.string(),
  url: z.string().optional().meta({ description: "Instagram's own address; it expires." }),
  refreshUrl: z.string().nullable().meta({ description: "Answers with an address that works; needs the key." }),
  filename: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

const edit = z.object({ text: z.string().nullable(), attachments: z.array(z.never()), editedAt: z.string() });

const reaction = z.object({ emoji: z.string(), fromMe: z.boolean(), reactedAt: z.string() });

export const messageShape = z
  .object({
    id: z.string().meta({ description: "Instagram's id of the message, or ours until it has one." }),
    conversationId: z.uuid(),
    accountId: z.uuid(),
    platform: z.literal("instagram"),
    message: z.string(),
    senderId: z.string(),
    senderName: z.string().nullable(),
    direction: z.enum(["incoming", "outgoing"]),
    createdAt: z.string(),
    attachments: z.array(attachment),
    storyReply: z.boolean(),
    isStoryMention: z.boolean(),
    isEdited: z.boolean(),
    editedAt: z.string().nullable(),
    editCount: z.int(),
    editHistory: z.array(edit),
    isDeleted: z.boolean(),
    deletedAt: z.string().nullable(),
    deliveryStatus: z.enum(["sent", "delivered", "read", "failed", "deleted"]).nullable(),
    deliveredAt: z.null(),
    readAt: z.string().nullable(),
    sentAt: z.string().nullable(),
    deliveryError: z.object({ code: z.int().optional(), title: z.string(), message: z.string() }).nullable(),
    reactions: z.array(reaction),
    metadata: z.record(z.string(), z.unknown()).meta({
      description:
        "`deliveryState` (queued, sending, unconfirmed) while an outgoing message has no `deliveryStatus`; `quotedMessageId`; `quickReplyPayload`, `postbackPayload`, `postbackTitle`; `meta_ad_*`.",
    }),
    sentVia: z.enum(["human", "api"]).nullable(),
  })
  .meta({ id: "InboxMessage" });

export type MessageShape = z.input<typeof messageShape>;
export type AttachmentShape = z.input<typeof attachment>;
