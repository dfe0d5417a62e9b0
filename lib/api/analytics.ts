import { z } from "zod";
import { listTopAccounts } from "#lib/reports/ranking.ts";
import { getResponseTimes } from "#lib/reports/response-time.ts";
import { getHeatmap, getSources, getVolume } from "#lib/reports/volume.ts";
import { countsShape, periodOf, periodShape, scopeFields, scopeOf, sourceField } from "./analytics-fields.ts";
import { apiRoute } from "./route.ts";

const tag = "Analytics";
const platform = z.literal("instagram");

export const getInboxVolume = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/volume",
  operationId: "getInboxVolume",
  summary: "How much was said, by day (UTC)",
  tag,
  query: z.object({ ...scopeFields, source: sourceField }),
  result: z.object({
    ...periodShape,
    summary: z.object({ ...countsShape, uniqueConversations: z.int() }),
    timeseries: z.array(z.object({ date: z.string(), ...countsShape })),
    byPlatform: z.array(z.object({ platform, ...countsShape })),
  }),
  async run({ key, query }) {
    const scope = await scopeOf(key, query);
    const { summary, days } = await getVolume(scope);
    const { uniqueConversations: _, ...counts } = summary;
    return {
      ...periodOf(scope),
      summary,
      timeseries: days,
      byPlatform: [{ platform: "instagram" as const, ...counts }],
    };
  },
});

export const getInboxHeatmap = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/heatmap",
  operationId: "getInboxHeatmap",
  summary: "Messages by weekday and hour (UTC)",
  tag,
  query: z.object({
    ...scopeFields,
    source: sourceField,
    action: z.enum(["message.received", "message.sent", "message.read", "all"]).default("all"),
  }),
  result: z.object({
    ...periodShape,
    buckets: z.array(
      z.object({
        dow: z.int().min(1).max(7),
        hour: z.int().min(0).max(23),
        received: z.int(),
        sent: z.int(),
        read: z.int(),
      }),
    ),
  }),
  async run({ key, query }) {
    const scope = await scopeOf(key, query);
    const only = query.action === "all" ? null : query.action.slice("message.".length);
    const counted = (name: "received" | "sent" | "read", count: number) => (only === null || only === name ? count : 0);
    const buckets = (await getHeatmap(scope)).map(({ dow, hour, received, sent, read }) => ({
      dow,
      hour,
      received: counted("received", received),
      sent: counted("sent", sent),
      read: counted("read", read),
    }));
    return { ...periodOf(scope), buckets: buckets.filter(({ received, sent, read }) => received + sent + read > 0) };
  },
});

export const getInboxSourceBreakdown = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/source-breakdown",
  operationId: "getInboxSourceBreakdown",
  summary: "Who or what wrote: customers, members, programs, the Instagram app",
  tag,
  query: z.object(scopeFields),
  result: z.object({
    ...periodShape,
    sources: z.array(
      z.object({
        source: z.enum(["contact", "human", "api", "platform"]),
        received: z.int(),
        sent: z.int(),
        read: z.int(),
        byPlatform: z.array(z.object({ platform, received: z.int(), sent: z.int(), read: z.int() })),
      }),
    ),
  }),
  async run({ key, query }) {
    const scope = await scopeOf(key, query);
    const sources = (await getSources(scope)).map(({ source, received, sent, read }) => ({
      source: source as "contact" | "human" | "api" | "platform",
      received,
      sent,
      read,
      byPlatform: [{ platform: "instagram" as const, received, sent, read }],
    }));
    return { ...periodOf(scope), sources };
  },
});

export const getInboxResponseTime = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/response-time",
  operationId: "getInboxResponseTime",
  summary: "How long customers waited for an answer",
  tag,
  query: z.object(scopeFields),
  result: z.object({
    ...periodShape,
    summary: z.object({
      sampleSize: z.int(),
      medianSeconds: z.int(),
      p90Seconds: z.int(),
      p99Seconds: z.int(),
      meanSeconds: z.int(),
      fastestSeconds: z.int(),
      slowestSeconds: z.int(),
    }),
    histogram: z.array(
      z.object({ bucket: z.string(), lowerSeconds: z.int(), upperSeconds: z.int().nullable(), count: z.int() }),
    ),
  }),
  async run({ key, query }) {
    const scope = await scopeOf(key, query);
    return { ...periodOf(scope), ...(await getResponseTimes(scope)) };
  },
});

export const getInboxTopAccounts = apiRoute({
  method: "GET",
  address: "/v1/analytics/inbox/top-accounts",
  operationId: "getInboxTopAccounts",
  summary: "The accounts with the most messages",
  tag,
  query: z
    .object({ ...scopeFields, source: sourceField, limit: z.coerce.number().int().min(1).max(50).default(10) })
    .omit({
      accountId: true,
    }),
  result: z.object({
    ...periodShape,
    accounts: z.array(
      z.object({
        accountId: z.uuid(),
        platform,
        displayName: z.string(),
        username: z.string(),
        received: z.int(),
        sent: z.int(),
        total: z.int(),
        conversations: z.int(),
        medianResponseSeconds: z.int(),
        repliedCount: z.int(),
      }),
    ),
  }),
  async run({ key, query }) {
    const scope = await scopeOf(key, query);
    const accounts = (await listTopAccounts(scope, query.limit)).map((row) => ({
      accountId: row.accountId,
      platform: "instagram" as const,
      displayName: row.name ?? row.username,
      username: row.username,
      received: row.received,
      sent: row.sent,
      total: row.received + row.sent,
      conversations: row.conversations,
      medianResponseSeconds: row.medianSeconds ?? 0,
      repliedCount: row.repliedCount,
    }));
    return { ...periodOf(scope), accounts };
  },
});
