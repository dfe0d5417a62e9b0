import type { Attachment } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { signUploadLink } from "#lib/files/links.ts";
import type { MessageRow } from "./message-rows.ts";
import type { AttachmentShape, MessageShape } from "./message-shape.ts";
import { nameOf } from "./present-conversation.ts";
import { presentReferral } from "./present-referral.ts";

/** What was unsent is told without its content. */
export function presentMessage(row: MessageRow): MessageShape {
  const isIncoming = row.direction === "inbound";
  const isGone = row.deletedAt !== null;
  return {
    id: row.mid ?? row.id,
    conversationId: row.conversationId,
    accountId: row.accountId,
    platform: "instagram",
    message: isGone ? "" : (row.text ?? ""),
    senderId: isIncoming ? row.contact.igsid : row.igId,
    senderName: isIncoming ? nameOf(row.contact) : row.accountUsername,
    direction: isIncoming ? "incoming" : "outgoing",
    createdAt: row.occurredAt.toISOString(),
    attachments: isGone ? [] : row.attachments.map((one, index) => presentAttachment(row, one, index)),
    storyReply: row.story !== null && row.replyToMid === null,
    isStoryMention: row.attachments.some(({ type }) => type === "story_mention"),
    ...presentEdits(isGone ? [] : row.edits),
    isDeleted: isGone,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    ...presentDelivery(row),
    reactions: row.reactions.flatMap(({ by, emoji, at }) =>
      emoji === null ? [] : [{ emoji, fromMe: by === "business", reactedAt: at }],
    ),
    metadata: presentMetadata(row, isGone),
    sentVia: sentVia(row),
  };
}

type Delivery = Pick<MessageShape, "deliveryStatus" | "deliveredAt" | "readAt" | "sentAt" | "deliveryError">;

function presentDelivery({ direction, status, failure, occurredAt, contactReadAt }: MessageRow): Delivery {
  const isSent = direction === "outbound" && status === "sent";
  const isRead = isSent && contactReadAt !== null && contactReadAt >= occurredAt;
  const known = isRead ? "read" : isSent ? "sent" : status === "failed" ? "failed" : null;
  return {
    deliveryStatus: known,
    deliveredAt: null,
    readAt: isRead ? contactReadAt.toISOString() : null,
    sentAt: isSent ? occurredAt.toISOString() : null,
    deliveryError:
      known === "failed" && failure
        ? {
            ...(failure.code === null ? {} : { code: failure.code }),
            title: failure.reason,
            message: `Instagram did not take it: ${failure.reason.replaceAll("_", " ")}.`,
          }
        : null,
  };
}

function presentMetadata(row: MessageRow, isGone: boolean): Record<string, unknown> {
  const { status, replyToMid, payload, kind, text, referral, story, occurredAt } = row;
  const isOpen = status === "queued" || status === "sending" || status === "unconfirmed";
  return {
    ...(isOpen ? { deliveryState: status } : {}),
    ...(replyToMid ? { quotedMessageId: replyToMid } : {}),
    ...(payload && !isGone ? { [kind === "postback" ? "postbackPayload" : "quickReplyPayload"]: payload } : {}),
    ...(kind === "postback" && text && !isGone ? { postbackTitle: text } : {}),
    ...(referral ? presentReferral(referral, occurredAt) : {}),
    ...(story && !isGone ? { storyId: story.id, storyUrl: story.url } : {}),
    ...(kind === "message" ? {} : { kind }),
    ...presentInteractive(row.outgoing),
  };
}

/** What was sent to be tapped, as it was sent. */
function presentInteractive(outgoing: MessageRow["outgoing"]): Record<string, unknown> {
  switch (outgoing?.type) {
    case "text":
      return { metaInteractive: { quickReplies: outgoing.quickReplies } };
    case "button_template":
      return { metaInteractive: { buttons: outgoing.buttons } };
    case "generic_template":
      return { metaInteractive: { template: { type: "generic", elements: outgoing.elements } } };
    default:
      return {};
  }
}

function presentEdits(edits: MessageRow["edits"]) {
  const sorted = [...edits].sort((a, b) => a.numEdit - b.numEdit);
  const current = sorted.at(-1);
  const count = current?.numEdit ?? 0;
  return {
    isEdited: count > 0,
    editedAt: count > 0 ? (current?.at ?? null) : null,
    editCount: count,
    editHistory: sorted.slice(0, -1).map(({ text, at }) => ({ text, attachments: [], editedAt: at })),
  };
}

function sentVia({ direction, sentBy, sentByApiKey }: MessageRow): MessageShape["sentVia"] {
  if (direction === "inbound") return null;
  if (sentByApiKey) return "api";
  return sentBy ? "human" : null;
}

const TYPES: Partial<Record<Attachment["type"], AttachmentShape["type"]>> = {
  image: "image",
  video: "video",
  audio: "audio",
  sticker: "sticker",
  heart: "sticker",
  post: "share",
  reel: "share",
  story: "share",
  story_mention: "share",
  template: "template",
};

function presentAttachment(row: MessageRow, attachment: Attachment, index: number): AttachmentShape {
  const own = attachment.uploadId ? uploadUrl(attachment.uploadId, attachment.mimeType) : null;
  const url = attachment.url ?? attachment.linkUrl ?? own;
  return {
    id: attachment.mediaId ?? String(index),
    type: TYPES[attachment.type] ?? "file",
    originalType: attachment.rawType,
    ...(url ? { url } : {}),
    refreshUrl: attachment.url || own ? refreshUrl(row, index) : null,
    filename: own ? attachment.title : null,
    ...((attachment.title && !own) || attachment.template
      ? { payload: { title: attachment.title, elements: attachment.template } }
      : {}),
  };
}

/** Where a file of ours can be had for an hour from now. */
export function uploadUrl(id: string, mimeType = ""): string {
  return signUploadLink({ id, mimeType });
}

function refreshUrl({ id, mid, conversationId, accountId }: MessageRow, index: number): string {
  const path = `/api/v1/inbox/conversations/${conversationId}/messages/${encodeURIComponent(mid ?? id)}`;
  return `${env().APP_URL}${path}/attachments/${index}?accountId=${accountId}`;
}
