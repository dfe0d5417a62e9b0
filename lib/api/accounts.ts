import { z } from "zod";
import { listAccounts } from "#lib/accounts/queries.ts";
import { NotFoundError } from "#lib/errors.ts";
import { idField, isOurs, platformFilter, profileFilter } from "./fields.ts";
import { accountShape, needsReconnect, presentAccount } from "./present-account.ts";
import {
  healthDetailsShape,
  healthShape,
  healthStatus,
  presentHealth,
  presentHealthDetails,
} from "./present-health.ts";
import { invalid } from "./refusal.ts";
import { apiRoute } from "./route.ts";

const tag = "Accounts";
const path = z.object({ accountId: idField });

export const getAccounts = apiRoute({
  method: "GET",
  address: "/v1/accounts",
  operationId: "listAccounts",
  summary: "The connected Instagram accounts",
  tag,
  query: z.object({
    profileId: profileFilter,
    platform: platformFilter,
    status: z.enum(["connected", "disconnected"]).optional(),
    page: z.coerce.number().int().min(1).max(10_000).optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
    includeOverLimit: z.enum(["true", "false"]).optional(),
  }),
  result: z.object({
    accounts: z.array(accountShape),
    hasAnalyticsAccess: z.boolean(),
    pagination: z.object({ page: z.int(), limit: z.int(), total: z.int(), pages: z.int() }).optional(),
  }),
  async run({ key, query: { page, limit, status, ...filter } }) {
    if ((page === undefined) !== (limit === undefined)) throw invalid("Give `page` and `limit` together.", "page");
    const all = isOurs(filter, key.workspaceId) ? await listAccounts(key) : [];
    const wanted = all
      .filter((one) => !status || (status === "disconnected") === needsReconnect(one))
      .map((one) => presentAccount(one, key.workspaceId));
    if (page === undefined || limit === undefined) return { accounts: wanted, hasAnalyticsAccess: false };
    const total = wanted.length;
    return {
      accounts: wanted.slice((page - 1) * limit, page * limit),
      hasAnalyticsAccess: false,
      pagination: { page, limit, total, pages: Math.ceil(total / limit) },
    };
  },
});

export const getAllHealth = apiRoute({
  method: "GET",
  address: "/v1/accounts/health",
  operationId: "getAllAccountsHealth",
  summary: "Which accounts work, and what is wrong with the others",
  tag,
  query: z.object({ profileId: profileFilter, platform: platformFilter, status: healthStatus.optional() }),
  result: z.object({
    summary: z.object({
      total: z.int(),
      healthy: z.int(),
      warning: z.int(),
      error: z.int(),
      needsReconnect: z.int(),
    }),
    accounts: z.array(healthShape),
  }),
  async run({ key, query: { status, ...filter } }) {
    const all = isOurs(filter, key.workspaceId) ? await listAccounts(key) : [];
    const health = all
      .map((one) => presentHealth(one, key.workspaceId))
      .filter((one) => !status || one.status === status);
    const count = (wanted: string) => health.filter((one) => one.status === wanted).length;
    const summary = {
      total: health.length,
      healthy: count("healthy"),
      warning: count("warning"),
      error: count("error"),
      needsReconnect: health.filter((one) => one.needsReconnect).length,
    };
    return { summary, accounts: health };
  },
});

export const getHealth = apiRoute({
  method: "GET",
  address: "/v1/accounts/{accountId}/health",
  operationId: "getAccountHealth",
  summary: "Token, permissions and standing refusals of one account",
  tag,
  path,
  result: healthDetailsShape,
  async run({ key, path: { accountId } }) {
    const account = (await listAccounts(key)).find(({ id }) => id === accountId);
    if (!account) throw new NotFoundError("This account");
    return presentHealthDetails(account);
  },
});
