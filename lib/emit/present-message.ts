import type { Attachment } from "#db/schema/index.ts";
import type { ToldMessage } from "./load-messages.ts";
import { nameOf } from "./present-context.ts";

/** What was unsent is told without its content. */
export function presentMessage(told: ToldMessage) {
  const { message, conversation, isReadHere } = told;
  const { contactReadAt } = conversation;
  const isIncoming = message.direction === "inbound";
  const isGone = message.deletedAt !== null;
  return {
    id: message.id,
    conversationId: message.conversationId,
    platform: "instagram" as const,
    platformMessageId: message.mid ?? message.id,
    direction: isIncoming ? ("incoming" as const) : ("outgoing" as const),
    text: isGone ? null : message.text,
    attachments: isGone ? [] : message.attachments.map(presentAttachment),
    sender: senderOf(told),
    sentAt: message.occurredAt.toISOString(),
    isRead: isIncoming ? isReadHere : contactReadAt !== null && contactReadAt >= message.occurredAt,
  };
}

export function presentReceived(told: ToldMessage) {
  return { ...presentMessage(told), sentVia: null };
}

export function presentSent(told: ToldMessage) {
  const { sentBy, sentByApiKey } = told.message;
  return { ...presentMessage(told), sentVia: sentByApiKey ? ("api" as const) : sentBy ? ("human" as const) : null };
}

/** The customer with what Instagram tells of them, or our account by our own id of it. */
function senderOf({ message, contact, account }: ToldMessage) {
  if (message.direction === "outbound") {
    return {
      id: account.id,
      name: account.name ?? account.username,
      username: account.username,
      ...(account.pictureUrl ? { picture: account.pictureUrl } : {}),
    };
  }
  const { followsBusiness, followedByBusiness, followerCount, isVerified } = contact;
  const instagramProfile = { isFollower: followsBusiness, isFollowing: followedByBusiness, followerCount, isVerified };
  return { ...presentCustomer(contact), instagramProfile };
}

export function presentCustomer(contact: ToldMessage["contact"]) {
  return {
    id: contact.igsid,
    contactId: contact.id,
    name: nameOf(contact),
    ...(contact.username ? { username: contact.username } : {}),
    ...(contact.pictureUrl ? { picture: contact.pictureUrl } : {}),
  };
}

const TYPES: Partial<Record<Attachment["type"], string>> = {
  image: "image",
  video: "video",
  audio: "audio",
  sticker: "sticker",
  heart: "sticker",
  reel: "video",
  post: "share",
  story: "share",
  story_mention: "share",
  template: "template",
};

/** Its place in the list is its index in the API, which answers with an address that works. */
function presentAttachment(attachment: Attachment) {
  const { rawType, url, linkUrl, title, template } = attachment;
  const type = TYPES[attachment.type] ?? "file";
  return {
    type,
    ...(rawType && rawType !== type ? { originalType: rawType } : {}),
    url: url ?? linkUrl ?? "",
    ...(title || template
      ? { payload: { ...(title ? { title } : {}), ...(template ? { elements: template } : {}) } }
      : {}),
  };
}
