import { z } from "zod";
import { type ConversationMatch, searchConversations as findConversations } from "#lib/search/search-conversations.ts";
import { listConversationRows } from "./conversation-rows.ts";
import { pageOf, readCursor } from "./cursor.ts";
import {
  idField,
  isOurs,
  limitField,
  paginationShape,
  platformFilter,
  profileFilter,
  statusField,
  textField,
} from "./fields.ts";
import { presentConversation } from "./present-conversation.ts";
import { describeReach, reachShape } from "./reach.ts";
import { apiRoute } from "./route.ts";

const hit = z.object({
  conversation: z.object({
    id: z.uuid(),
    platform: z.literal("instagram"),
    accountId: z.uuid(),
    participantName: z.string().nullable(),
    participantUsername: z.string().nullable(),
    participantPicture: z.string().nullable(),
    status: statusField,
    lastMessage: z.string().nullable(),
    lastMessageAt: z.string().nullable(),
  }),
  matchCount: z.int().meta({ description: "How many messages hold the words; 0 where only the customer's name does." }),
  matches: z.array(
    z.object({
      id: z.uuid(),
      text: z.string().nullable(),
      direction: z.enum(["incoming", "outgoing"]),
      timestamp: z.string(),
    }),
  ),
});

const DIRECTIONS = { incoming: "inbound", outgoing: "outbound" } as const;

export const searchConversations = apiRoute({
  method: "GET",
  address: "/v1/inbox/conversations/search",
  operationId: "searchInboxConversations",
  summary: "Find conversations by words of their messages, or by the customer's name or handle",
  tag: "Conversations",
  query: z.object({
    query: textField(200).trim().min(1),
    accountId: idField.optional(),
    profileId: profileFilter,
    platform: platformFilter,
    direction: z.enum(["incoming", "outgoing"]).optional(),
    limit: limitField(20),
    cursor: z.string().max(500).optional(),
  }),
  result: z.object({ data: z.array(hit), pagination: paginationShape, meta: reachShape }),
  async run({ key, query: { query, accountId, limit, cursor, direction, ...filter } }) {
    const after = readCursor(cursor);
    const wish = { query, accountId, direction: direction && DIRECTIONS[direction] };
    const found = isOurs(filter, key.workspaceId) ? await findConversations(key, wish) : [];
    const matches = new Map(found.map((match) => [match.conversationId, match]));
    const known = await listConversationRows(key, { ids: [...matches.keys()], accountId, after }, limit + 1);
    const { rows, pagination } = pageOf(known, limit, ({ lastMessageAt, id }) => ({
      at: lastMessageAt.toISOString(),
      id,
    }));
    const data = rows.map((row) => {
      const { id, platform, accountId, participantName, participantUsername, participantPicture, status, ...rest } =
        presentConversation(row);
      const { lastMessage, lastMessageAt } = rest;
      return {
        conversation: {
          id,
          platform,
          accountId,
          participantName,
          participantUsername,
          participantPicture,
          status,
          lastMessage,
          lastMessageAt,
        },
        matchCount: matches.get(row.id)?.count ?? 0,
        matches: (matches.get(row.id)?.newest ?? []).map(presentMatch),
      };
    });
    return { data, pagination, meta: await describeReach(key, accountId) };
  },
});

function presentMatch({ id, text, direction, occurredAt }: ConversationMatch["newest"][number]) {
  return {
    id,
    text,
    direction: direction === "inbound" ? ("incoming" as const) : ("outgoing" as const),
    timestamp: occurredAt,
  };
}
