import type { Attachment, Outgoing, Referral, Story } from "#db/schema/index.ts";
import type { TemplateElement } from "#lib/instagram/attachments.ts";
import { parseWebhook } from "#lib/instagram/webhook.ts";

/** A file of ours that went, or is to go, out with a message. */
export type UploadShown = {
  id: string;
  mimeType: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
  name: string | null;
};

/** Browsers never see Instagram's own addresses: media is served by message and place, to members only. */
export function showAttachment(messageId: string, attachment: Attachment, index: number) {
  const { url, linkUrl, template, ...rest } = attachment;
  return {
    ...rest,
    template: template?.map(showElement) ?? null,
    linkUrl: permalink(linkUrl ?? url),
    mediaPath: rest.uploadId ? uploadPath(rest.uploadId) : url ? `/api/media/${messageId}/${index}` : null,
  };
}

/** A file of ours keeps the address it was previewed under, so that nothing is loaded twice. */
function uploadPath(id: string): string {
  return `/api/inbox/uploads/${id}`;
}

export type AttachmentShown = ReturnType<typeof showAttachment>;

/** What a reply of ours carries, in the shape of what customers send: until Instagram tells it back, and after. */
export function showOutgoing(outgoing: Outgoing, uploads: UploadShown[]): AttachmentShown[] {
  switch (outgoing.type) {
    case "image":
    case "audio":
    case "video":
    case "file":
      return "uploadId" in outgoing
        ? [showUpload(outgoing.type, outgoing.uploadId, uploads)]
        : [{ ...bare(outgoing.type), linkUrl: outgoing.url }];
    case "images":
      return outgoing.uploadIds.map((id) => showUpload("image", id, uploads));
    case "heart":
      return [bare("heart")];
    case "post":
      return [{ ...bare("post"), mediaId: outgoing.mediaId }];
    case "generic_template":
      return [{ ...bare("template"), template: outgoing.elements.map(ofElement) }];
    case "button_template":
      return [{ ...bare("template"), template: [ofElement({ title: outgoing.text, buttons: outgoing.buttons })] }];
    case "text":
      return [];
  }
}

export function showStory(messageId: string, { id, url, linkStickerUrl }: Story) {
  return { id, hasMedia: url !== null, mediaPath: `/api/media/${messageId}/story`, linkStickerUrl };
}

export function showReferral(messageId: string, { ref, source, adId, adTitle, photoUrl, videoUrl }: Referral) {
  return { ref, source, adId, adTitle, mediaPath: photoUrl || videoUrl ? `/api/media/${messageId}/ad` : null };
}

/** Which way a conversation went between apps; read from what Instagram sent, since no column holds it (facts 2.6). */
export function showHandover(kind: string, raw: string | null) {
  if (kind !== "handover" || !raw) return null;
  const event = parseWebhook(Buffer.from(raw)).events.find((one) => one.kind === "handover");
  return event ? { action: event.action, isToUs: isToUs(event), words: event.metadata || null } : null;
}

/** Whoever passes on while we only stand by does not pass to us. */
function isToUs({ action, standby }: { action: string; standby: boolean }): boolean {
  return action === "pass" && !standby;
}

function showUpload(type: Attachment["type"], id: string, uploads: UploadShown[]): AttachmentShown {
  const upload = uploads.find((one) => one.id === id);
  if (!upload) return bare(type);
  return {
    ...bare(type),
    title: upload.name,
    mimeType: upload.mimeType,
    sizeBytes: upload.sizeBytes,
    ...(upload.width && upload.height ? { width: upload.width, height: upload.height } : {}),
    mediaPath: uploadPath(id),
  };
}

function bare(type: Attachment["type"]): AttachmentShown {
  return { type, rawType: type, title: null, mediaId: null, template: null, linkUrl: null, mediaPath: null };
}

type Sent = Extract<Outgoing, { type: "generic_template" }>["elements"][number];

function ofElement({ title, subtitle, imageUrl, url, buttons = [] }: Sent) {
  return showElement({
    title,
    subtitle: subtitle ?? null,
    imageUrl: imageUrl ?? null,
    url: url ?? null,
    buttons: buttons.map((button) => ({ url: null, payload: null, ...button })),
  });
}

function showElement({ title, subtitle, url, buttons }: TemplateElement) {
  return { title, subtitle, url, buttons };
}

/** A post or reel may come as a page on Instagram rather than a file (facts 2.5). */
function permalink(url: string | null): string | null {
  return url?.match(/^https:\/\/(www\.)?(instagram|facebook)\.com\//) ? url : null;
}
