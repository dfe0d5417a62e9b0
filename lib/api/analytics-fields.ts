import { z } from "zod";
import { requireAccount } from "#lib/accounts/queries.ts";
import type { ReportScope } from "#lib/reports/scope.ts";
import { idField, isOurs, platformFilter, profileFilter } from "./fields.ts";
import { invalid } from "./refusal.ts";
import type { ApiKey } from "./route.ts";

/** The days and places every report may be narrowed to. */
export const scopeFields = {
  accountId: idField.optional(),
  fromDate: z.iso.date(),
  toDate: z.iso.date().optional(),
  platform: platformFilter,
  profileId: profileFilter,
};

/** Sources of other products are allowed as filters: they find nothing. */
export const sourceField = z.string().max(40).optional();

export const countsShape = { received: z.int(), sent: z.int(), read: z.int(), failed: z.int() };

export const periodShape = { success: z.literal(true), from: z.string(), to: z.string().nullable() };

type ScopeQuery = {
  accountId?: string;
  fromDate: string;
  toDate?: string;
  platform?: string;
  profileId?: string;
  source?: string;
};

/** What the key may see of what was asked for; an empty scope where a filter means another platform. */
export async function scopeOf(key: ApiKey, query: ScopeQuery): Promise<ReportScope> {
  const { accountId, fromDate, toDate, source } = query;
  if (toDate && toDate < fromDate) throw invalid("toDate must not be before fromDate.", "toDate");
  if (accountId) await requireAccount(key, accountId);
  const accountIds = accountId ? [accountId] : key.accountIds;
  return {
    workspaceId: key.workspaceId,
    accountIds: isOurs(query, key.workspaceId) ? accountIds : [],
    fromDate,
    toDate: toDate ?? null,
    ...(source === undefined ? {} : { source }),
  };
}

export function periodOf({ fromDate, toDate }: Pick<ReportScope, "fromDate" | "toDate">) {
  return { success: true, from: fromDate, to: toDate } as const;
}
