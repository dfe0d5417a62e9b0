import { z } from "zod";
import { reactToMessage } from "#lib/inbox/reactions.ts";
import { getConversationRow } from "./conversation-rows.ts";
import { idField, messageIdField, textField } from "./fields.ts";
import { getMessageRow } from "./message-rows.ts";
import { type ApiKey, apiRoute } from "./route.ts";

const tag = "Messages";
const address = "/v1/inbox/conversations/{conversationId}/messages/{messageId}/reactions";
const path = z.object({ conversationId: idField, messageId: messageIdField });
const result = z.object({ success: z.literal(true), messageId: z.string(), platformMessageId: z.string() });

export const addReaction = apiRoute({
  method: "POST",
  address,
  operationId: "addMessageReaction",
  summary: "React to a message, or replace the reaction",
  tag,
  path,
  body: z.object({ accountId: idField, emoji: textField(40).min(1) }),
  result,
  run: ({ key, path: named, body }) => react(key, named, body.accountId, body.emoji),
});

export const removeReaction = apiRoute({
  method: "DELETE",
  address,
  operationId: "removeMessageReaction",
  summary: "Take the reaction back",
  tag,
  path,
  query: z.object({ accountId: idField }),
  result,
  run: ({ key, path: named, query }) => react(key, named, query.accountId, null),
});

async function react(key: ApiKey, named: z.output<typeof path>, accountId: string, emoji: string | null) {
  await getConversationRow(key, named.conversationId, accountId);
  const { id, mid } = await getMessageRow(key, named.conversationId, named.messageId);
  await reactToMessage(key, { messageId: id, emoji });
  return { success: true as const, messageId: mid ?? id, platformMessageId: mid ?? id };
}
