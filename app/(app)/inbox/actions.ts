"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as conversations from "#lib/inbox/conversations.ts";
import { discardReply as discard, queueReply, retryReply as retry } from "#lib/inbox/replies.ts";

const message = z.object({ messageId: z.uuid() });
const conversation = z.object({ conversationId: z.uuid() });
const reply = z.object({
  messageId: z.uuid(),
  conversationId: z.uuid(),
  text: z.string().min(1).max(10_000),
  humanAgent: z.boolean().optional(),
});

export const sendReply = memberAction(reply, queueReply);
export const retryReply = memberAction(message, retry);
export const discardReply = memberAction(message, discard);
export const markRead = memberAction(conversation.extend({ throughSeq: z.int().min(0) }), conversations.markRead);
export const markUnread = memberAction(conversation, conversations.markUnread);
export const closeConversation = memberAction(conversation, conversations.closeConversation);
export const reopenConversation = memberAction(conversation, conversations.reopenConversation);
