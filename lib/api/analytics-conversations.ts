import { z } from "zod";
import { listConversationFigures } from "#lib/reports/ranking.ts";
import { getSources, getVolume } from "#lib/reports/volume.ts";
import { countsShape, periodOf, periodShape, scopeFields, scopeOf, sourceField } from "./analytics-fields.ts";
import { getConversationRow, listConversationRows } from "./conversation-rows.ts";
import { idField } from "./fields.ts";
import { presentConversation } from "./present-conversation.ts";
import { apiRoute } from "./route.ts";

const tag = "Analytics";
const platform = z.literal("instagram");
const SORTS = ["lastMessageAt", "firstMessageAt", "totalMessages", "received", "sent", "read", "failed"] as const;

export const listInboxConversationAnalytics = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/conversations",
  operationId: "listInboxConversationAnalytics",
  summary: "How much was said in each conversation",
  tag,
  query: z.object({
    ...scopeFields,
    source: sourceField,
    limit: z.coerce.number().int().min(1).max(100).default(20),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    sortBy: z.enum(SORTS).default("lastMessageAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  result: z.object({
    ...periodShape,
    items: z.array(
      z.object({
        conversationId: z.uuid(),
        mongoId: z.uuid(),
        accountId: z.uuid(),
        platform,
        participantName: z.string().nullable(),
        participantUsername: z.string().nullable(),
        participantPicture: z.string().nullable(),
        lastMessage: z.string().nullable(),
        totalMessages: z.int(),
        ...countsShape,
        firstMessageAt: z.string(),
        lastMessageAt: z.string(),
      }),
    ),
    pagination: z.object({
      page: z.int(),
      limit: z.int(),
      total: z.int(),
      totalPages: z.int(),
      hasMore: z.boolean(),
    }),
  }),
  async run({ key, query }) {
    const scope = await scopeOf(key, query);
    const { page, limit } = query;
    const { items, total } = await listConversationFigures(scope, query);
    const ids = items.map(({ conversationId }) => conversationId);
    const rows = await listConversationRows(key, { ids }, ids.length);
    const described = items.flatMap((item) => {
      const row = rows.find(({ id }) => id === item.conversationId);
      if (!row) return [];
      const { accountId, participantName, participantUsername, participantPicture, lastMessage } =
        presentConversation(row);
      const known = { accountId, participantName, participantUsername, participantPicture, lastMessage };
      return [{ ...item, mongoId: item.conversationId, platform: "instagram" as const, ...known }];
    });
    const totalPages = Math.ceil(total / limit);
    return {
      ...periodOf(scope),
      items: described,
      pagination: { page, limit, total, totalPages, hasMore: page < totalPages },
    };
  },
});

export const getInboxConversationAnalytics = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/conversations/{conversationId}",
  operationId: "getInboxConversationAnalytics",
  summary: "How much was said in one conversation, by day (UTC) and by who wrote",
  tag,
  path: z.object({ conversationId: idField }),
  query: z.object({ fromDate: z.iso.date(), toDate: z.iso.date().optional() }),
  result: z.object({
    ...periodShape,
    conversationId: z.uuid(),
    mongoId: z.uuid(),
    platform,
    summary: z.object({
      ...countsShape,
      totalMessages: z.int(),
      firstMessageAt: z.string().nullable(),
      lastMessageAt: z.string().nullable(),
    }),
    timeseries: z.array(z.object({ date: z.string(), ...countsShape })),
    bySource: z.array(z.object({ source: z.string(), count: z.int() })),
  }),
  async run({ key, path: { conversationId }, query }) {
    const { accountId } = await getConversationRow(key, conversationId);
    const scope = { ...(await scopeOf(key, { ...query, accountId })), conversationId };
    const [{ summary, days, firstAt, lastAt }, sources] = await Promise.all([getVolume(scope), getSources(scope)]);
    const { uniqueConversations: _, ...counts } = summary;
    return {
      ...periodOf(scope),
      conversationId,
      mongoId: conversationId,
      platform: "instagram" as const,
      summary: {
        ...counts,
        totalMessages: counts.received + counts.sent + counts.failed,
        firstMessageAt: firstAt,
        lastMessageAt: lastAt,
      },
      timeseries: days,
      bySource: sources.map(({ source, received, sent, failed }) => ({ source, count: received + sent + failed })),
    };
  },
});
