"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { MAX_ACTED_ON } from "#lib/inbox/act-on.ts";
import { assignConversations as assign } from "#lib/inbox/assign.ts";
import * as conversations from "#lib/inbox/conversations.ts";
import { labelConversations as label } from "#lib/inbox/labels.ts";
import { queueReplies, retryReply as retry } from "#lib/inbox/replies.ts";
import { snoozeConversations as snooze } from "#lib/inbox/snooze.ts";
import { discardReply as discard, takeBackReplies as takeBack } from "#lib/inbox/take-back.ts";
import { MAX_IMAGES } from "#lib/instagram/capabilities.ts";

const message = z.object({ messageId: z.uuid() });
const conversation = z.object({ conversationId: z.uuid() });
const many = z.object({ conversationIds: z.array(z.uuid()).min(1).max(MAX_ACTED_ON) });
const moment = z.iso.datetime().transform((iso) => new Date(iso));
const part = z
  .strictObject({
    messageId: z.uuid(),
    text: z.string().min(1).max(10_000).optional(),
    uploadIds: z.array(z.uuid()).min(1).max(MAX_IMAGES).optional(),
    heart: z.literal(true).optional(),
  })
  .refine(({ text, uploadIds, heart }) => [text, uploadIds, heart].filter((one) => one !== undefined).length === 1);
const replies = z.object({
  conversationId: z.uuid(),
  actId: z.uuid(),
  parts: z.array(part).min(1).max(20),
  humanAgent: z.boolean().optional(),
  replyToMid: z.string().min(1).max(1024).nullish(),
  undoMs: z.int().min(0).max(60_000).optional(),
  seenSeq: z.int().min(0).optional(),
});

export const sendReply = memberAction(replies, queueReplies);
export const retryReply = memberAction(message, retry);
export const discardReply = memberAction(message, discard);
export const takeBackReplies = memberAction(conversation.extend({ actId: z.uuid() }), takeBack);
export const markRead = memberAction(conversation.extend({ throughSeq: z.int().min(0) }), conversations.markRead);
export const markAllRead = memberAction(many, conversations.markAllRead);
export const markAllUnread = memberAction(many, conversations.markAllUnread);
export const closeConversations = memberAction(many, conversations.closeConversations);
export const reopenConversations = memberAction(many, conversations.reopenConversations);
export const snoozeConversations = memberAction(many.extend({ until: moment }), snooze);
export const assignConversations = memberAction(many.extend({ assigneeId: z.uuid().nullable() }), assign);
export const labelConversations = memberAction(many.extend({ labelId: z.uuid(), isOn: z.boolean() }), label);
