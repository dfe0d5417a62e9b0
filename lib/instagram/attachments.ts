import { asId, asList, asText, asUrl, type Json, own } from "./json.ts";

export type AttachmentType =
  | "image"
  | "video"
  | "audio"
  | "file"
  | "post"
  | "reel"
  | "story"
  | "story_mention"
  | "ephemeral"
  | "template"
  | "sticker"
  | "heart"
  | "unsupported"
  | "unknown";

export type TemplateButton = { type: string | null; title: string | null; url: string | null; payload: string | null };
export type TemplateElement = {
  title: string | null;
  subtitle: string | null;
  imageUrl: string | null;
  url: string | null;
  buttons: TemplateButton[];
};

export type Attachment = {
  type: AttachmentType;
  rawType: string;
  /** A media file, usually short-lived. */
  url: string | null;
  /** A page on Instagram or Facebook instead of a file. */
  linkUrl: string | null;
  title: string | null;
  mediaId: string | null;
  template: TemplateElement[] | null;
  /** Told only where a message is read (facts 4.1). */
  width?: number;
  height?: number;
  sizeBytes?: number;
};

/** Wire type to ours (facts 2.5). */
const TYPES = new Map<string, AttachmentType>([
  ["image", "image"],
  ["video", "video"],
  ["audio", "audio"],
  ["file", "file"],
  ["ig_post", "post"],
  ["share", "post"],
  ["media_share", "post"],
  ["ig_reel", "reel"],
  ["reel", "reel"],
  ["story", "story"],
  ["ig_story", "story"],
  ["story_mention", "story_mention"],
  ["ephemeral", "ephemeral"],
  ["template", "template"],
  ["sticker", "sticker"],
  ["like_heart", "heart"],
  ["unsupported_type", "unsupported"],
]);

/** Far above what Instagram allows, so that no body can make thousands out of one message. */
const MAX_PARTS = 50;

/** The attachments of a webhook message; a shared post that comes in its old and its new form is one. Never throws. */
export function readAttachments(value: Json | undefined): Attachment[] {
  return mergeTwins(asList(value).slice(0, MAX_PARTS).map(readAttachment));
}

function readAttachment(value: Json): Attachment {
  const rawType = asText(own(value, "type")) ?? "";
  const payload = own(value, "payload");
  const type = TYPES.get(rawType.toLowerCase()) ?? "unknown";
  return {
    type: type === "image" && own(payload, "sticker_id") !== undefined ? "sticker" : type,
    rawType,
    ...splitUrl(asUrl(own(payload, "url")) ?? asUrl(own(payload, "story_media_url")) ?? asUrl(own(value, "url"))),
    title: asText(own(payload, "title")) ?? asText(own(value, "title")),
    mediaId: readMediaId(payload),
    template: type === "template" ? readTemplate(payload) : null,
  };
}

const MEDIA_ID_KEYS = ["ig_post_media_id", "reel_video_id", "story_media_id", "id", "sticker_id", "attachment_id"];

function readMediaId(payload: Json | undefined): string | null {
  return MEDIA_ID_KEYS.map((key) => asId(own(payload, key))).find((id) => id !== null) ?? null;
}

/** A reel's `url` may be an HTML page instead of a file (facts 2.5). */
export function splitUrl(url: string | null): { url: string | null; linkUrl: string | null } {
  if (url === null) return { url: null, linkUrl: null };
  const isPage = /(?:^|\.)(?:instagram\.com|facebook\.com|ig\.me)$/i.test(new URL(url).hostname);
  return isPage ? { url: null, linkUrl: url } : { url, linkUrl: null };
}

function mergeTwins(attachments: Attachment[]): Attachment[] {
  const isLegacy = (one: Attachment) => one.rawType === "share";
  return attachments.filter(
    (one) => !isLegacy(one) || !attachments.some((other) => !isLegacy(other) && isTwin(one, other)),
  );
}

function isTwin(one: Attachment, other: Attachment): boolean {
  const isSame = (key: "mediaId" | "url" | "linkUrl") => one[key] !== null && one[key] === other[key];
  return isSame("mediaId") || isSame("url") || isSame("linkUrl");
}

function readTemplate(payload: Json | undefined): TemplateElement[] {
  const generic = own(payload, "generic", "elements") ?? own(payload, "elements");
  if (generic !== undefined) return asList(generic).slice(0, MAX_PARTS).map(readElement);
  const text = asText(own(payload, "text")) ?? asText(own(payload, "button", "text"));
  const buttons = readButtons(own(payload, "buttons") ?? own(payload, "button", "buttons"));
  return text === null && buttons.length === 0
    ? []
    : [{ title: text, subtitle: null, imageUrl: null, url: null, buttons }];
}

function readElement(value: Json): TemplateElement {
  return {
    title: asText(own(value, "title")),
    subtitle: asText(own(value, "subtitle")),
    imageUrl: asUrl(own(value, "image_url")),
    url: asUrl(own(value, "default_action", "url")),
    buttons: readButtons(own(value, "buttons")),
  };
}

function readButtons(value: Json | undefined): TemplateButton[] {
  return asList(value)
    .slice(0, MAX_PARTS)
    .map((button) => ({
      type: asText(own(button, "type")),
      title: asText(own(button, "title")),
      url: asUrl(own(button, "url")),
      payload: asText(own(button, "payload")),
    }));
}
