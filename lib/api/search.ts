import { z } from "zod";
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
  matchCount: z.int(),
  matches: z.array(z.never()),
});

export const searchConversations = apiRoute({
  method: "GET",
  address: "/v1/inbox/conversations/search",
  operationId: "searchInboxConversations",
  summary: "Find conversations by the customer's name or handle; the words of messages are not searched",
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
    const isSearched = isOurs(filter, key.workspaceId) && direction === undefined;
    const found = isSearched
      ? await listConversationRows(key.workspaceId, { search: query, accountId, after }, limit + 1)
      : [];
    const { rows, pagination } = pageOf(found, limit, ({ lastMessageAt, id }) => ({
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
        matchCount: 0,
        matches: [],
      };
    });
    return { data, pagination, meta: await describeReach(key, accountId) };
  },
});
