import { z } from "zod";
import { getConversationRow } from "./conversation-rows.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { idField, limitField, paginationShape, sortOrderField } from "./fields.ts";
import { listMessageRows } from "./message-rows.ts";
import { messageShape } from "./message-shape.ts";
import { presentMessage } from "./present-message.ts";
import { apiRoute } from "./route.ts";

export const listMessages = apiRoute({
  method: "GET",
  address: "/v1/inbox/conversations/{conversationId}/messages",
  operationId: "getInboxConversationMessages",
  summary: "A conversation's messages; reading marks nothing as read",
  tag: "Messages",
  path: z.object({ conversationId: idField }),
  query: z.object({
    accountId: idField,
    limit: limitField(100),
    cursor: z.string().max(500).optional(),
    sortOrder: sortOrderField.default("asc"),
  }),
  result: z.object({
    status: z.literal("success"),
    messages: z.array(messageShape),
    pagination: paginationShape,
    sortOrderApplied: sortOrderField,
    lastUpdated: z.string(),
  }),
  async run({ key, path: { conversationId }, query: { accountId, limit, cursor, sortOrder } }) {
    const after = readCursor(cursor);
    await getConversationRow(key, conversationId, accountId);
    const found = await listMessageRows(key, { conversationId, sortOrder, after }, limit + 1);
    const { rows, pagination } = pageOf(found, limit, ({ occurredAt, seq }) => ({
      at: occurredAt.toISOString(),
      id: String(seq),
    }));
    return {
      status: "success" as const,
      messages: rows.map(presentMessage),
      pagination,
      sortOrderApplied: sortOrder,
      lastUpdated: new Date().toISOString(),
    };
  },
});
