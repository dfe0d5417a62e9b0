import type { Tx } from "#db/client.ts";
import type { Attachment, Outgoing } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { lockUploads, type Upload } from "#lib/files/claim-uploads.ts";
import { type FileKind, MAX_IMAGES } from "#lib/instagram/capabilities.ts";
import { MAX_TEXT_BYTES, utf8Length } from "#lib/instagram/messages.ts";
import type { OutgoingElement } from "#lib/instagram/outgoing.ts";
import type { Author } from "./author.ts";

/** What one message says: a text, files by their uploads, or anything else Instagram takes (facts 3). */
export type PartContent =
  | { text: string }
  | { uploadIds: string[] }
  | { outgoing: Exclude<Outgoing, { uploadId: string } | { uploadIds: string[] }> };

/** The columns of a message that hold it, and the uploads it takes along. */
export type ReplyContent = {
  text: string | null;
  outgoing: Outgoing | null;
  attachments: Attachment[];
  uploads: Upload[];
};

/** Refuses what Instagram would not take. Files must be the author's own and not sent yet. */
export async function readContent(
  tx: Tx,
  author: Author,
  { messageId, ...part }: { messageId: string } & PartContent,
): Promise<ReplyContent> {
  if ("uploadIds" in part) return ofUploads(await lockUploads(tx, author, messageId, part.uploadIds));
  if ("text" in part) return { text: sendable(part.text), outgoing: null, attachments: [], uploads: [] };
  return ofOutgoing(part.outgoing);
}

function ofUploads(uploads: Upload[]): ReplyContent {
  const [first] = uploads;
  if (!first) throw new AppError("invalid_input", "Choose a file first.");
  const rest = { text: null, attachments: uploads.map(shownUpload), uploads };
  if (uploads.length === 1) return { ...rest, outgoing: { type: first.type, uploadId: first.id } };
  if (uploads.length > MAX_IMAGES || uploads.some(({ type }) => type !== "image")) {
    throw new AppError("invalid_input", `Only images go out together, and at most ${MAX_IMAGES} of them.`);
  }
  return { ...rest, outgoing: { type: "images", uploadIds: uploads.map(({ id }) => id) } };
}

function ofOutgoing(outgoing: Extract<PartContent, { outgoing: unknown }>["outgoing"]): ReplyContent {
  const rest = { text: null, outgoing, uploads: [] };
  switch (outgoing.type) {
    case "text": {
      const text = sendable(outgoing.text);
      return { ...rest, text, outgoing: { ...outgoing, text }, attachments: [] };
    }
    case "heart":
      return { ...rest, attachments: [shown("heart", "like_heart")] };
    case "post":
      return { ...rest, attachments: [{ ...shown("post", "MEDIA_SHARE"), mediaId: outgoing.mediaId }] };
    case "generic_template":
      return { ...rest, attachments: [{ ...shown("template"), template: outgoing.elements.map(shownElement) }] };
    case "button_template": {
      const element = shownElement({ title: outgoing.text, buttons: outgoing.buttons });
      return { ...rest, attachments: [{ ...shown("template"), template: [element] }] };
    }
    default:
      return { ...rest, attachments: [shown(outgoing.type)] };
  }
}

function shownUpload({ id, type, name, width, height, mimeType, sizeBytes }: Upload): Attachment {
  const size = width && height ? { width, height } : {};
  return { ...shown(type), title: name, uploadId: id, ...size, mimeType, sizeBytes };
}

function shown(type: FileKind | "heart" | "post" | "template", rawType: string = type): Attachment {
  return { type, rawType, url: null, linkUrl: null, title: null, mediaId: null, template: null };
}

function shownElement({ title, subtitle, imageUrl, url, buttons }: OutgoingElement) {
  return {
    title,
    subtitle: subtitle ?? null,
    imageUrl: imageUrl ?? null,
    url: url ?? null,
    buttons: (buttons ?? []).map((button) => ({
      type: button.type,
      title: button.title,
      url: button.type === "web_url" ? button.url : null,
      payload: button.type === "postback" ? button.payload : null,
    })),
  };
}

/** Trimmed, and without what neither Postgres nor JSON can carry. At most 1000 bytes of UTF-8. */
function sendable(input: string): string {
  const text = input.trim().replaceAll("\u0000", "\u2400").toWellFormed();
  if (text === "") throw new AppError("invalid_input", "Write something first.");
  const bytes = utf8Length(text);
  if (bytes <= MAX_TEXT_BYTES) return text;
  throw new AppError(
    "text_too_long",
    `The text has ${bytes} bytes and Instagram takes ${MAX_TEXT_BYTES}. Shorten it or send it in parts.`,
    { bytes, limit: MAX_TEXT_BYTES },
  );
}
