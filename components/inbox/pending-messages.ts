import type { KeptReply } from "./outbox.ts";
import type { ConversationMessage, MessageAttachment, ReplyPart } from "./types.ts";

/** `version` 0: only this browser knows them, so whatever the server says replaces them. */
export function pendingMessages(
  reply: KeptReply,
  sentBy: { id: string; name: string },
  status: "queued" | "failed",
  reason?: string,
): ConversationMessage[] {
  return reply.parts.map((part, index) => ({
    id: part.messageId,
    seq: Number.MAX_SAFE_INTEGER - reply.parts.length + index,
    version: 0,
    conversationId: reply.conversationId,
    direction: "outbound",
    occurredAt: new Date(Date.parse(reply.writtenAt) + index).toISOString(),
    kind: "message",
    text: "text" in part ? part.text.trim() : null,
    attachments: attachmentsOf(part),
    story: null,
    referral: null,
    payload: null,
    quoted: index === 0 ? (reply.quoted ?? null) : null,
    reactions: [],
    edits: [],
    raw: null,
    origin: "antwort",
    deletedAt: null,
    status,
    failure: reason ? { reason, code: null, subcode: null, traceId: null } : null,
    tag: reply.humanAgent ? "HUMAN_AGENT" : null,
    actId: reply.actId,
    sendAfter: null,
    quickReplies: null,
    handover: null,
    attempts: 0,
    mid: null,
    sentBy,
  }));
}

function attachmentsOf(part: ReplyPart): MessageAttachment[] {
  const nothing = { linkUrl: null, mediaId: null, template: null };
  if ("heart" in part) return [{ ...nothing, type: "heart", rawType: "like_heart", title: null, mediaPath: null }];
  if ("text" in part) return [];
  return part.uploads.map(({ id, type, mimeType, sizeBytes, width, height, name }) => ({
    ...nothing,
    type,
    rawType: type,
    title: name,
    uploadId: id,
    mimeType,
    sizeBytes,
    ...(width && height ? { width, height } : {}),
    mediaPath: `/api/inbox/uploads/${id}`,
  }));
}
