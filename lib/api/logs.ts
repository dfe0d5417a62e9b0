import { z } from "zod";
import { requireAccount } from "#lib/accounts/queries.ts";
import { idField, limitField, platformFilter, textField } from "./fields.ts";
import { type LogRow, listLogRows } from "./log-rows.ts";
import { apiRoute } from "./route.ts";

const TYPES = ["messaging", "connections", "webhooks", "api_request"] as const;
const DAY_MS = 86_400_000;

const logShape = z
  .object({
    type: z.enum(TYPES),
    action: z.string(),
    platform: z.literal("instagram").optional(),
    account_id: z.string().optional(),
    status: z.enum(["success", "failed", "pending"]),
    status_code: z.int().optional(),
    error_code: z.string().optional(),
    duration_ms: z.int().optional(),
    method: z.string().optional(),
    path: z.string().optional().meta({ description: "With names in place of ids." }),
    request_id: z.string().optional().meta({ description: "What the answer said in `X-Request-Id`." }),
    api_key_id: z.string().optional(),
    created_at: z.string(),
  })
  .meta({ id: "Log" });

export const listLogs = apiRoute({
  method: "GET",
  address: "/v1/logs",
  operationId: "listLogs",
  summary: "What happened: messages, accounts, deliveries and requests to this API, without anybody's words",
  tag: "Logs",
  query: z.object({
    type: z.enum(["all", ...TYPES, "publishing", "workflow_event"]).default("all"),
    accountId: idField.optional(),
    platform: platformFilter,
    action: textField(200).optional(),
    event: textField(100).optional().meta({ description: "Of deliveries to webhooks." }),
    apiKeyId: idField.optional(),
    requestId: idField.optional(),
    statusCode: z.coerce.number().int().min(100).max(599).optional(),
    search: textField(200).trim().optional(),
    includeReadReceipts: z.enum(["true", "false"]).optional().meta({ description: "Without effect: none are kept." }),
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
  async run({ key, query }) {
    const { type, accountId, platform, status, days, from, to, limit, skip, includeReadReceipts: _, ...filter } = query;
    if (accountId) await requireAccount(key, accountId);
    const isEmpty = (platform && platform !== "instagram" && platform !== "all") || status === "skipped";
    const types = TYPES.filter((one) => type === "all" || type === one);
    const rows = await listLogRows(key, {
      ...filter,
      types: isEmpty ? [] : types,
      since: new Date(Math.max(Date.now() - days * DAY_MS, from ? Date.parse(from) : 0)),
      until: to ? new Date(to) : null,
      limit,
      skip,
      ...(accountId ? { accountId } : {}),
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
    ...(row.type === "api_request" ? {} : { platform: "instagram" }),
    ...(row.accountId ? { account_id: row.accountId } : {}),
    status: row.status,
    ...(row.statusCode === null ? {} : { status_code: row.statusCode }),
    ...(row.errorCode === null ? {} : { error_code: row.errorCode }),
    ...(row.durationMs === null ? {} : { duration_ms: row.durationMs }),
    ...(row.method ? { method: row.method } : {}),
    ...(row.path ? { path: row.path } : {}),
    ...(row.requestId ? { request_id: row.requestId } : {}),
    ...(row.apiKeyId ? { api_key_id: row.apiKeyId } : {}),
    created_at: new Date(row.at).toISOString(),
  };
}
