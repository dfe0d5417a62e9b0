import type { JsonObject } from "./json.ts";

export type OutgoingButton =
  | { type: "web_url"; title: string; url: string }
  | { type: "postback"; title: string; payload: string };

export type OutgoingElement = {
  title: string;
  subtitle?: string;
  imageUrl?: string;
  /** Opened by a tap on the card. */
  url?: string;
  buttons?: OutgoingButton[];
};

export type QuickReply = { title: string; payload: string };

/** Everything the Send API takes (facts 3). URLs must be public https: Instagram fetches them itself. */
export type OutgoingMessage =
  | { type: "text"; text: string; quickReplies?: QuickReply[] }
  | { type: "image" | "audio" | "video" | "file"; url: string }
  | { type: "images"; images: ({ url: string } | { attachmentId: string })[] }
  | { type: "heart" }
  | { type: "post"; mediaId: string }
  | { type: "generic_template"; elements: OutgoingElement[] }
  | { type: "button_template"; text: string; buttons: OutgoingButton[] };

/** The `message` object of a send. */
export function toMessageBody(message: OutgoingMessage): JsonObject {
  switch (message.type) {
    case "text":
      return message.quickReplies?.length
        ? {
            text: message.text,
            quick_replies: message.quickReplies.map((reply) => ({ content_type: "text", ...reply })),
          }
        : { text: message.text };
    case "image":
    case "audio":
    case "video":
    case "file":
      return { attachment: { type: message.type, payload: { url: message.url } } };
    case "images":
      return { attachments: message.images.map((image) => ({ type: "image", payload: toImagePayload(image) })) };
    case "heart":
      return { attachment: { type: "like_heart" } };
    case "post":
      return { attachment: { type: "MEDIA_SHARE", payload: { id: message.mediaId } } };
    case "generic_template":
      return template({ template_type: "generic", elements: message.elements.map(toElement) });
    case "button_template":
      return template({ template_type: "button", text: message.text, buttons: message.buttons });
  }
}

function toImagePayload(image: { url: string } | { attachmentId: string }): JsonObject {
  return "url" in image ? { url: image.url } : { attachment_id: image.attachmentId };
}

function template(payload: JsonObject): JsonObject {
  return { attachment: { type: "template", payload } };
}

function toElement({ title, subtitle, imageUrl, url, buttons }: OutgoingElement): JsonObject {
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(imageUrl === undefined ? {} : { image_url: imageUrl }),
    ...(url === undefined ? {} : { default_action: { type: "web_url", url } }),
    ...(buttons?.length ? { buttons } : {}),
  };
}
