import { z } from "zod";
import { requireAccount } from "#lib/accounts/queries.ts";
import { idField, limitField, platformFilter } from "./fields.ts";
import { type LogRow, listLogRows } from "./log-rows.ts";
import { apiRoute } from "./route.ts";

const TYPES = ["messaging", "connections", "webhooks"] as const;
const DAY_MS = 86_400_000;

const logShape = z
  .object({
    type: z.enum(TYPES),
    action: z.string(),
    platform: z.literal("instagram"),
    account_id: z.string().optional(),
    status: z.enum(["success", "failed", "pending"]),
    status_code: z.int().optional(),
    error_code: z.string().optional(),
    duration_ms: z.int().optional(),
    created_at: z.string(),
  })
  .meta({ id: "Log" });

export const listLogs = apiRoute({
  method: "GET",
  address: "/v1/logs",
  operationId: "listLogs",
  summary: "What happened: messages, accounts and deliveries, without anybody's words",
  tag: "Logs",
  query: z.object({
    type: z.enum(["all", ...TYPES, "publishing", "workflow_event", "api_request"]).default("all"),
    accountId: idField.optional(),
    platform: platformFilter,
    action: z.string().max(100).optional(),
    status: z.enum(["success", "failed", "pending", "skipped", "all"]).default("all"),
    days: z.coerce.number().int().min(1).max(90).default(7),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    limit: limitField(50),
    skip: z.coerce.number().int().min(0).max(10_000).default(0),
  }),
  result: z.object({
    logs: z.array(logShape),
    pagination: z.object({ total: z.int(), limit: z.int(), skip: z.int(), pages: z.int(), hasMore: z.boolean() }),
  }),
  async run({ key, query: { type, accountId, platform, action, status, days, from, to, limit, skip } }) {
    if (accountId) await requireAccount(key, accountId);
    const isEmpty = (platform && platform !== "instagram" && platform !== "all") || status === "skipped";
    const types = TYPES.filter((one) => type === "all" || type === one);
    const since = new Date(Math.max(Date.now() - days * DAY_MS, from ? Date.parse(from) : 0));
    const rows = await listLogRows(key, {
      types: isEmpty ? [] : types,
      since,
      until: to ? new Date(to) : null,
      limit,
      skip,
      ...(accountId ? { accountId } : {}),
      ...(action ? { action } : {}),
      ...(status === "all" || status === "skipped" ? {} : { status }),
    });
    const total = rows[0]?.total ?? 0;
    const pagination = { total, limit, skip, pages: Math.ceil(total / limit), hasMore: skip + rows.length < total };
    return { logs: rows.map(presentLog), pagination };
  },
});

function presentLog(row: LogRow): z.input<typeof logShape> {
  return {
    type: row.type,
    action: row.action,
    platform: "instagram",
    ...(row.accountId ? { account_id: row.accountId } : {}),
    status: row.status,
    ...(row.statusCode === null ? {} : { status_code: row.statusCode }),
    ...(row.errorCode === null ? {} : { error_code: row.errorCode }),
    ...(row.durationMs === null ? {} : { duration_ms: row.durationMs }),
    created_at: new Date(row.at).toISOString(),
  };
}
