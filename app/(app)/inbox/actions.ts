"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { MAX_ACTED_ON } from "#lib/inbox/act-on.ts";
import { assignConversations as assign } from "#lib/inbox/assign.ts";
import * as conversations from "#lib/inbox/conversations.ts";
import { labelConversations as label } from "#lib/inbox/labels.ts";
import { retryReply as retry } from "#lib/inbox/replies.ts";
import { snoozeConversations as snooze } from "#lib/inbox/snooze.ts";
import { discardReply as discard, takeBackReplies as takeBack } from "#lib/inbox/take-back.ts";

const message = z.object({ messageId: z.uuid() });
const conversation = z.object({ conversationId: z.uuid() });
const many = z.object({ conversationIds: z.array(z.uuid()).min(1).max(MAX_ACTED_ON) });
const moment = z.iso.datetime().transform((iso) => new Date(iso));

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
