import { type ConversationMessage, readConversationMessage, readTime } from "./conversation-message.ts";
import { type CallOptions, callGraph } from "./graph.ts";
import { asId, asList, asText, type Json, own } from "./json.ts";

export type { ConversationMessage } from "./conversation-message.ts";

export type Participant = { id: string; username: string | null };
export type ListedConversation = { id: string; updatedAt: Date | null; participants: Participant[] };
/** `after` continues the list; null on the last page. */
export type Page<Item> = { items: Item[]; after: string | null };

/** Instagram gives the content of the newest twenty messages of a conversation and only ids of older ones (facts 4.1). */
export const MAX_DETAILED_MESSAGES = 20;

const MESSAGE_FIELDS = "id,created_time,from,to,message,attachments,shares,story,reactions,is_unsupported,reply_to";

export type ListConversationsInput = { after?: string | null; userId?: string | null; limit?: number };

/** The account's conversations, newest first, or the one with `userId`. Two calls per second and account are allowed. */
export async function listConversations(
  token: string,
  { after, userId, limit = 25 }: ListConversationsInput = {},
  options: CallOptions = {},
): Promise<Page<ListedConversation>> {
  const query: Record<string, string> = {
    platform: "instagram",
    fields: "id,updated_time,participants",
    limit: String(limit),
  };
  if (after) query.after = after;
  if (userId) query.user_id = userId;
  const { body } = await callGraph({ ...options, token, path: ["me", "conversations"], query });
  return { items: asList(own(body, "data")).flatMap(readConversation), after: readAfter(body) };
}

/** The newest messages of a conversation, newest first. Those without content have `fromId` null. */
export async function getConversationMessages(
  token: string,
  conversationId: string,
  { limit = MAX_DETAILED_MESSAGES }: { limit?: number } = {},
  options: CallOptions = {},
): Promise<Page<ConversationMessage>> {
  const query = { fields: `messages.limit(${limit}){${MESSAGE_FIELDS}}` };
  const { body } = await callGraph({ ...options, token, path: [conversationId], object: "{conversation}", query });
  const messages = own(body, "messages");
  return { items: asList(own(messages, "data")).flatMap(orNothing), after: readAfter(messages ?? null) };
}

/** One message; kind `gone` when it was unsent or is older than the newest twenty. Null when the answer cannot be read. */
export async function getMessage(
  token: string,
  mid: string,
  options: CallOptions = {},
): Promise<ConversationMessage | null> {
  const { body } = await callGraph({
    ...options,
    token,
    path: [mid],
    object: "{message}",
    query: { fields: MESSAGE_FIELDS },
  });
  return readConversationMessage(body);
}

function readConversation(value: Json): ListedConversation[] {
  const id = asId(own(value, "id"), 1024);
  if (id === null) return [];
  const participants = asList(own(value, "participants", "data")).flatMap((one) => {
    const participantId = asId(own(one, "id"));
    return participantId === null ? [] : [{ id: participantId, username: asText(own(one, "username")) }];
  });
  return [{ id, updatedAt: readTime(own(value, "updated_time")), participants }];
}

function orNothing(value: Json): ConversationMessage[] {
  const message = readConversationMessage(value);
  return message === null ? [] : [message];
}

/** `next` carries the token, so only the cursor is taken; without `next` the list has ended. */
function readAfter(list: Json): string | null {
  return own(list, "paging", "next") === undefined ? null : asText(own(list, "paging", "cursors", "after"));
}
