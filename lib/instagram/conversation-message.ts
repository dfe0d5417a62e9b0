import { type Attachment, type AttachmentType, splitUrl } from "./attachments.ts";
import type { Story } from "./events.ts";
import { asFlag, asId, asList, asNumber, asText, asUrl, isObject, type Json, own } from "./json.ts";
import { decodeMid } from "./mid.ts";

/** A message as read from Instagram, in the words of a webhook message (facts 4.1). `fromId` is null where only the id was given. */
export type ConversationMessage = {
  id: string;
  createdAt: Date;
  fromId: string | null;
  fromUsername: string | null;
  toId: string | null;
  toUsername: string | null;
  text: string | null;
  attachments: Attachment[];
  story: Story | null;
  isUnsupported: boolean;
  replyToMid: string | null;
  reactions: { reaction: string; userId: string | null; username: string | null }[];
};

/** Null for a node without an id or without any time. */
export function readConversationMessage(node: Json): ConversationMessage | null {
  const id = asId(own(node, "id"), 1024);
  const createdAt = readTime(own(node, "created_time")) ?? (id === null ? null : (decodeMid(id)?.sentAt ?? null));
  if (id === null || createdAt === null) return null;
  const recipient = asList(own(node, "to", "data"))[0];
  return {
    id,
    createdAt,
    fromId: asId(own(node, "from", "id")),
    fromUsername: asText(own(node, "from", "username")),
    toId: asId(own(recipient, "id")),
    toUsername: asText(own(recipient, "username")),
    text: asText(own(node, "message")) || null,
    attachments: [...readFiles(node), ...readShares(node), ...readMention(node)],
    story: readStoryReply(own(node, "story", "reply_to")),
    isUnsupported: asFlag(own(node, "is_unsupported")),
    replyToMid: asId(own(node, "reply_to", "mid"), 1024) ?? asId(own(node, "reply_to", "id"), 1024),
    reactions: asList(own(node, "reactions", "data")).flatMap(readReactions),
  };
}

/** `2026-04-05T05:27:08+0000`: the zone has no colon, which `Date` does not promise to read. */
export function readTime(value: Json | undefined): Date | null {
  const text = asText(value)?.replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}

function readFiles(node: Json): Attachment[] {
  return asList(own(node, "attachments", "data")).map((file) => {
    const imageUrl = asUrl(own(file, "image_data", "url"));
    const videoUrl = asUrl(own(file, "video_data", "url"));
    const type = imageUrl ? "image" : videoUrl ? "video" : typeOfMime(asText(own(file, "mime_type")));
    return attachment(type, imageUrl ?? videoUrl ?? asUrl(own(file, "file_url")), {
      title: asText(own(file, "name")),
      mediaId: asId(own(file, "id")),
      ...readMeasures(file, own(file, imageUrl ? "image_data" : "video_data")),
    });
  });
}

/** So that its room is there before it loads, and a dead link still says how large it was. */
function readMeasures(file: Json, picture: Json | undefined): Pick<Attachment, "width" | "height" | "sizeBytes"> {
  const [width, height] = [asNumber(own(picture, "width")), asNumber(own(picture, "height"))];
  const sizeBytes = asNumber(own(file, "size"));
  return {
    ...(width && height && width > 0 && height > 0 ? { width, height } : {}),
    ...(sizeBytes && sizeBytes > 0 ? { sizeBytes } : {}),
  };
}

function typeOfMime(mime: string | null): AttachmentType {
  const family = mime?.split("/")[0];
  return family === "image" || family === "video" || family === "audio" ? family : "file";
}

function readShares(node: Json): Attachment[] {
  return asList(own(node, "shares", "data")).map((share) =>
    attachment("post", asUrl(own(share, "link")), { title: asText(own(share, "name")) }),
  );
}

function readMention(node: Json): Attachment[] {
  const mention = own(node, "story", "mention");
  if (!isObject(mention)) return [];
  return [attachment("story_mention", asUrl(own(mention, "link")), { mediaId: asId(own(mention, "id")) })];
}

function attachment(type: AttachmentType, url: string | null, rest: Partial<Attachment>): Attachment {
  return { type, rawType: type, ...splitUrl(url), title: null, mediaId: null, template: null, ...rest };
}

function readStoryReply(value: Json | undefined): Story | null {
  return isObject(value) ? { id: asId(own(value, "id")), url: asUrl(own(value, "link")), linkStickerUrl: null } : null;
}

function readReactions(value: Json): ConversationMessage["reactions"] {
  const reaction = asText(own(value, "reaction")) ?? asText(own(value, "emoji"));
  if (reaction === null) return [];
  const users = asList(own(value, "users"));
  return users.map((user) => ({ reaction, userId: asId(own(user, "id")), username: asText(own(user, "username")) }));
}
