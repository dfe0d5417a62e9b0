import { z } from "zod";
import { closeConversation, reopenConversation } from "#lib/inbox/conversations.ts";
import { getConversationRow, listConversationRows } from "./conversation-rows.ts";
import { pageOf, readCursor } from "./cursor.ts";
import {
  idField,
  isOurs,
  limitField,
  paginationShape,
  platformFilter,
  profileFilter,
  sortOrderField,
  statusField,
} from "./fields.ts";
import { conversationShape, nameOf, presentConversation } from "./present-conversation.ts";
import { describeReach, reachShape } from "./reach.ts";
import { apiRoute } from "./route.ts";

const tag = "Conversations";
const path = z.object({ conversationId: idField });

export const listConversations = apiRoute({
  method: "GET",
  address: "/v1/inbox/conversations",
  operationId: "listInboxConversations",
  summary: "Conversations, by their newest message",
  tag,
  query: z.object({
    accountId: idField.optional(),
    profileId: profileFilter,
    platform: platformFilter,
    status: statusField.optional(),
    sortOrder: sortOrderField.default("desc"),
    limit: limitField(50),
    cursor: z.string().max(500).optional(),
  }),
  result: z.object({ data: z.array(conversationShape), pagination: paginationShape, meta: reachShape }),
  async run({ key, query: { cursor, limit, platform, profileId, ...filter } }) {
    const after = readCursor(cursor);
    const found = isOurs({ platform, profileId }, key.workspaceId)
      ? await listConversationRows(key, { ...filter, after }, limit + 1)
      : [];
    const { rows, pagination } = pageOf(found, limit, ({ lastMessageAt, id }) => ({
      at: lastMessageAt.toISOString(),
      id,
    }));
    return { data: rows.map(presentConversation), pagination, meta: await describeReach(key, filter.accountId) };
  },
});

export const getConversation = apiRoute({
  method: "GET",
  address: "/v1/inbox/conversations/{conversationId}",
  operationId: "getInboxConversation",
  summary: "One conversation",
  tag,
  path,
  query: z.object({ accountId: idField }),
  result: z.object({
    data: conversationShape.extend({ participants: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
  async run({ key, path: { conversationId }, query: { accountId } }) {
    const row = await getConversationRow(key, conversationId, accountId);
    const participants = [{ id: row.contact.igsid, name: nameOf(row.contact) }];
    return { data: { ...presentConversation(row), participants } };
  },
});

export const updateConversation = apiRoute({
  method: "PUT",
  address: "/v1/inbox/conversations/{conversationId}",
  operationId: "updateInboxConversation",
  summary: "Archive a conversation, or bring it back",
  tag,
  path,
  body: z.object({ accountId: idField, status: statusField }),
  result: z.object({
    success: z.literal(true),
    data: z.object({
      id: z.uuid(),
      accountId: z.uuid(),
      status: statusField,
      platform: z.literal("instagram"),
      updatedAt: z.string(),
    }),
  }),
  async run({ key, path: { conversationId }, body: { accountId, status } }) {
    await getConversationRow(key, conversationId, accountId);
    await (status === "archived" ? closeConversation : reopenConversation)(key, { conversationId });
    return {
      success: true as const,
      data: {
        id: conversationId,
        accountId,
        status,
        platform: "instagram" as const,
        updatedAt: new Date().toISOString(),
      },
    };
  },
});
