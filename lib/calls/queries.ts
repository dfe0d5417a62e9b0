import { and, asc, desc, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts, instagramCalls } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";

export const MAX_CALLS_LISTED = 100;

export type CallFilter = {
  accountId?: string | undefined;
  onlyErrors?: boolean;
  search?: string | undefined;
  /** The id of the last call of the page before. */
  before?: number | undefined;
};
export type ListedCall = Awaited<ReturnType<typeof listCalls>>[number];

/**
 * A page of the calls to Instagram for the workspace's accounts, and of those made before it was known for which, newest first.
 * `search` is part of an endpoint, an error, a trace id or a status or code.
 */
export function listCalls({ workspaceId }: Member, { accountId, onlyErrors = false, search, before }: CallFilter = {}) {
  const { id, at, method, endpoint, status, error, code, subcode, traceId, durationMs } = instagramCalls;
  return db
    .select({
      id,
      at,
      method,
      endpoint,
      status,
      error,
      code,
      subcode,
      traceId,
      durationMs,
      username: instagramAccounts.username,
    })
    .from(instagramCalls)
    .leftJoin(instagramAccounts, eq(instagramAccounts.id, instagramCalls.instagramAccountId))
    .where(
      and(
        or(eq(instagramAccounts.workspaceId, workspaceId), isNull(instagramCalls.instagramAccountId)),
        accountId ? eq(instagramCalls.instagramAccountId, accountId) : undefined,
        onlyErrors ? isNotNull(error) : undefined,
        search ? matches(search) : undefined,
        before === undefined
          ? undefined
          : sql`(${at}, ${id}) < (select at, id from instagram_calls where id = ${before})`,
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(MAX_CALLS_LISTED);
}

/** The accounts whose calls can be chosen. */
export function listCallers({ workspaceId }: Member) {
  return db
    .select({ id: instagramAccounts.id, username: instagramAccounts.username })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.workspaceId, workspaceId))
    .orderBy(asc(instagramAccounts.username));
}

function matches(search: string): SQL {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const { method, endpoint, error, traceId, status, code, subcode } = instagramCalls;
  return sql`concat_ws(' ', ${method}, ${endpoint}, ${error}, ${traceId}, ${status}, ${code}, ${subcode}) ilike ${pattern}`;
}
