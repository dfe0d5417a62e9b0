import { and, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiKeys, apiRequests } from "#db/schema/index.ts";
import { type KeyKeeper, requireKeeper } from "./keys.ts";

export const MAX_REQUESTS_LISTED = 50;

export type RequestFilter = {
  apiKeyId?: string | undefined;
  onlyErrors?: boolean;
  search?: string | undefined;
  /** The id of the last request of the page before. */
  before?: number | undefined;
};
export type ListedRequest = Awaited<ReturnType<typeof listRequests>>[number];

/**
 * A page of the requests of the workspace's keys, newest first. `search` is part of an address, a method, a status, an error
 * or a request id. Admins only.
 */
export function listRequests(owner: KeyKeeper, filter: RequestFilter = {}) {
  requireKeeper(owner);
  const { apiKeyId, onlyErrors = false, search, before } = filter;
  const { id, at, requestId, method, route, status, errorCode, durationMs } = apiRequests;
  return db
    .select({ id, at, requestId, method, route, status, errorCode, durationMs, keyName: apiKeys.name })
    .from(apiRequests)
    .leftJoin(apiKeys, eq(apiKeys.id, apiRequests.apiKeyId))
    .where(
      and(
        eq(apiRequests.workspaceId, owner.workspaceId),
        apiKeyId ? eq(apiRequests.apiKeyId, apiKeyId) : undefined,
        onlyErrors ? gte(status, 400) : undefined,
        search ? matches(search) : undefined,
        before === undefined ? undefined : sql`(${at}, ${id}) < (select at, id from api_requests where id = ${before})`,
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(MAX_REQUESTS_LISTED);
}

function matches(search: string): SQL {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const { method, route, status, errorCode, requestId } = apiRequests;
  return sql`concat_ws(' ', ${method}, ${route}, ${status}, ${errorCode}, ${requestId}) ilike ${pattern}`;
}
