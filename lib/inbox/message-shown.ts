import type { Attachment, Referral, Story } from "#db/schema/index.ts";
import type { TemplateElement } from "#lib/instagram/attachments.ts";
import { parseWebhook } from "#lib/instagram/webhook.ts";

/**
 * Browsers never see Instagram's own addresses: media is served by message and place, to members only. `sentUrl` is where a
 * program told Instagram to fetch a file from; that is the way to it until Instagram tells it back.
 */
export function showAttachment(messageId: string, attachment: Attachment, index: number, sentUrl: string | null) {
  const { url, linkUrl, template, ...rest } = attachment;
  return {
    ...rest,
    ...(isAnimation(attachment) ? { isAnimation: true } : {}),
    template: template?.map(showElement) ?? null,
    linkUrl: permalink(linkUrl ?? url) ?? (url ? null : sentUrl),
    mediaPath: rest.uploadId ? uploadPath(rest.uploadId) : url ? `/api/media/${messageId}/${index}` : null,
  };
}

/** A file of ours keeps the address it was previewed under, so that nothing is loaded twice. */
function uploadPath(id: string): string {
  return `/api/inbox/uploads/${id}`;
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

/** Without its picture: it stands on the business's own pages, where nothing is fetched from. */
function showElement({ title, subtitle, url, buttons }: TemplateElement) {
  return { title, subtitle, url, buttons };
}

/** GIFs and stickers come as pictures (facts 2.5); cropping them like photos spoils them. */
function isAnimation({ type, url, mimeType }: Attachment): boolean {
  if (type !== "image" || !url) return false;
  if (mimeType) return mimeType === "image/gif";
  const { hostname, pathname } = new URL(url);
  return pathname.endsWith(".gif") || /(^|\.)(giphy|tenor)\.com$/.test(hostname);
}

/** A post or reel may come as a page on Instagram rather than a file (facts 2.5). */
function permalink(url: string | null): string | null {
  return url?.match(/^https:\/\/(www\.)?(instagram|facebook)\.com\//) ? url : null;
}
