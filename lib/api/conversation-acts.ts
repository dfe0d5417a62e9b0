import { z } from "zod";
import { markConversationRead } from "#lib/inbox/program-reads.ts";
import { showTyping } from "#lib/inbox/typing.ts";
import { getConversationRow } from "./conversation-rows.ts";
import { doneShape, idField } from "./fields.ts";
import { apiRoute } from "./route.ts";

const path = z.object({ conversationId: idField });
const body = z.object({ accountId: idField });

export const markRead = apiRoute({
  method: "POST",
  address: "/v1/inbox/conversations/{conversationId}/read",
  operationId: "markConversationRead",
  summary: "Mark everything the customer wrote as read by your programs; members keep their own marks",
  tag: "Conversations",
  path,
  body,
  result: z.object({ success: z.literal(true), markedCount: z.int() }),
  async run({ key, path: { conversationId }, body: { accountId } }) {
    await getConversationRow(key, conversationId, accountId);
    return { success: true as const, markedCount: await markConversationRead(key, { conversationId }) };
  },
});

export const typing = apiRoute({
  method: "POST",
  address: "/v1/inbox/conversations/{conversationId}/typing",
  operationId: "sendTypingIndicator",
  summary: "Let the customer see that somebody writes; `success` says whether Instagram took it",
  tag: "Conversations",
  path,
  body,
  result: doneShape,
  async run({ key, path: { conversationId }, body: { accountId } }) {
    await getConversationRow(key, conversationId, accountId);
    return { success: await showTyping(key, { conversationId }) };
  },
});
