import { z } from "zod";
import { NotFoundError } from "#lib/errors.ts";
import { isGone, MediaError } from "#lib/media/errors.ts";
import { renewLinks } from "#lib/media/links.ts";
import { getConversationRow } from "./conversation-rows.ts";
import { idField, messageIdField } from "./fields.ts";
import { getMessageRow, type MessageRow } from "./message-rows.ts";
import { uploadUrl } from "./present-message.ts";
import { Answer, apiRoute } from "./route.ts";

export const getAttachment = apiRoute({
  method: "GET",
  address: "/v1/inbox/conversations/{conversationId}/messages/{messageId}/attachments/{index}",
  operationId: "getMessageAttachment",
  summary: "An address of one attachment that works now; redirects to it unless `format=json`",
  tag: "Messages",
  path: z.object({
    conversationId: idField,
    messageId: messageIdField,
    index: z.coerce.number().int().min(0).max(100),
  }),
  query: z.object({ accountId: idField, format: z.enum(["redirect", "json"]).default("redirect") }),
  result: z.object({ status: z.literal("success"), url: z.string(), refreshed: z.boolean() }),
  also: { 302: { description: "The attachment's address, in `Location`", schema: z.null() } },
  async run({ key, path: { conversationId, messageId, index }, query: { accountId, format } }) {
    await getConversationRow(key, conversationId, accountId);
    const message = await getMessageRow(key, conversationId, messageId);
    const { url, refreshed } = await currentUrl(message, index);
    if (format === "redirect") return new Answer(302, null, { location: url });
    return { status: "success" as const, url, refreshed };
  },
});

/** A file of ours has a new address any time. Instagram's expire, so it is asked anew; while it cannot be asked, the last one known may still work. */
async function currentUrl(message: MessageRow, index: number): Promise<{ url: string; refreshed: boolean }> {
  const attachment = message.deletedAt ? undefined : message.attachments[index];
  if (attachment?.uploadId) return { url: uploadUrl(attachment.uploadId, attachment.mimeType), refreshed: true };
  const known = attachment?.url;
  if (!known) throw new NotFoundError("The attachment");
  try {
    const { attachments } = await renewLinks({ ...message, instagramAccountId: message.accountId });
    const url = attachments[index];
    return url ? { url, refreshed: url !== known } : { url: known, refreshed: false };
  } catch (error) {
    if (isGone(error)) throw new NotFoundError("The attachment");
    if (!(error instanceof MediaError)) throw error;
    return { url: known, refreshed: false };
  }
}
