import { z } from "zod";
import {
  accountShape,
  attachmentShape,
  contextShape,
  conversationDetailShape,
  customerShape,
  failureShape,
  messageShape,
  referralShape,
} from "./event-parts.ts";
import type { EventName } from "./events.ts";

const moment = z.iso.datetime();

const receivedMetadata = z.object({
  quotedMessageId: z.string().optional().meta({ description: "Instagram's id of the message this one answers." }),
  quickReplyPayload: z.string().optional(),
  postbackPayload: z.string().optional(),
  postbackTitle: z.string().optional(),
  storyReply: z.object({ storyId: z.string(), storyUrl: z.string().optional() }).optional(),
  isStoryMention: z.literal(true).optional(),
  referral: referralShape.optional(),
  noRenderableContent: z.literal(true).optional().meta({ description: "Instagram did not tell what it is." }),
});

const sentMetadata = z.object({
  quotedMessageId: z.string().optional(),
  metaInteractive: z.record(z.string(), z.unknown()).optional().meta({ description: "What was sent to be tapped." }),
});

/** What is told of each event beside the envelope: these type what is emitted, and make the `webhooks` of the OpenAPI document. */
const EVENT_PAYLOADS = {
  "message.received": contextShape.extend({
    message: messageShape.extend({ sentVia: z.null() }),
    metadata: receivedMetadata.optional(),
  }),
  "message.sent": contextShape.extend({
    message: messageShape.extend({ sentVia: z.enum(["human", "api"]).nullable() }),
    metadata: sentMetadata.optional(),
  }),
  "message.read": contextShape.extend({ message: messageShape, statusAt: moment }),
  "message.failed": contextShape.extend({ message: messageShape, statusAt: moment, error: failureShape }),
  "message.edited": contextShape.extend({
    message: messageShape,
    editHistory: z
      .array(z.object({ text: z.string().nullable(), attachments: z.array(attachmentShape), editedAt: moment }))
      .meta({ description: "Every wording before the present one, oldest first." }),
    editCount: z.int(),
    editedAt: moment,
  }),
  "message.deleted": contextShape.extend({
    message: messageShape.meta({ description: "Without its content." }),
    deletedAt: moment,
  }),
  "reaction.received": contextShape.extend({
    reaction: z.object({
      emoji: z.string(),
      action: z.enum(["added", "removed"]),
      messageId: z.uuid(),
      platformMessageId: z.string(),
      sender: customerShape.meta({ description: "The customer, or the business by its id at Instagram." }),
      reactedAt: moment,
    }),
  }),
  "referral.received": contextShape.extend({
    referral: referralShape,
    sender: z.object({ id: z.string(), contactId: z.uuid() }),
  }),
  "conversation.started": contextShape.extend({ conversation: conversationDetailShape, startedAt: moment }),
  "account.connected": z.object({ account: accountShape }),
  "account.disconnected": z.object({
    account: accountShape.extend({
      disconnectionType: z.enum(["intentional", "unintentional"]),
      reason: z.string(),
    }),
  }),
} satisfies Record<EventName, z.ZodObject>;

export type EventPayload<Event extends EventName> = z.input<(typeof EVENT_PAYLOADS)[Event]>;

/** The whole body of an event, as it is sent. */
export function eventShape(event: EventName | "webhook.test"): z.ZodObject {
  const payload = event === "webhook.test" ? z.object({ message: z.string() }) : EVENT_PAYLOADS[event];
  const id = z.uuid().meta({ description: "The same over retries and redelivery, and the `webhook-id`." });
  return z.object({ id, event: z.literal(event), ...payload.shape, timestamp: moment });
}
