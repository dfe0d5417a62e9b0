import { type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { isNarrowed } from "./keys.ts";
import type { ApiKey } from "./route.ts";

export type LogType = "messaging" | "connections" | "webhooks" | "api_request";

export type LogRow = {
  type: LogType;
  action: string;
  accountId: string | null;
  status: "success" | "failed" | "pending";
  statusCode: number | null;
  errorCode: string | null;
  durationMs: number | null;
  method: string | null;
  path: string | null;
  requestId: string | null;
  apiKeyId: string | null;
  at: string;
  total: number;
};

export type LogFilter = {
  types: LogType[];
  accountId?: string;
  action?: string;
  status?: LogRow["status"];
  statusCode?: number;
  apiKeyId?: string;
  requestId?: string;
  event?: string;
  search?: string;
  since: Date;
  until: Date | null;
  limit: number;
  skip: number;
};

/** Whose log it is: a program's key. */
type Owner = Pick<ApiKey, "workspaceId" | "apiKeyId" | "accountIds" | "disabledGroups" | "allowedFrom">;

/**
 * What happened between Instagram, this installation and the programs, newest first: no text, no token, no address. `total`
 * counts all that match.
 */
export async function listLogRows(owner: Owner, filter: LogFilter): Promise<LogRow[]> {
  const since = sql`${filter.since.toISOString()}::timestamptz`;
  const rows = await db.execute<LogRow>(sql`
    select *, count(*) over ()::int as total from (
      ${messaging(owner, since)} union all ${connections(owner)} union all ${webhooks(owner)} union all ${requests(owner)}
    ) as log
    where at >= ${since} and type in (select value from json_array_elements_text(${JSON.stringify(filter.types)}::json))
      and ${conditionsOf(filter)}
    order by at desc, key desc limit ${filter.limit} offset ${filter.skip}`);
  return [...rows];
}

function conditionsOf({ until, search, ...filter }: LogFilter): SQL {
  const pattern = search && `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const equal = (["accountId", "action", "status", "statusCode", "apiKeyId", "requestId", "event"] as const).flatMap(
    (name) => (filter[name] === undefined ? [] : [sql`${sql.identifier(name)} = ${filter[name]}`]),
  );
  const words = sql`concat_ws(' ', type, action, event, "errorCode", "statusCode", method, path, "requestId")`;
  return sql.join(
    [
      sql`true`,
      ...equal,
      ...(until ? [sql`at <= ${until.toISOString()}::timestamptz`] : []),
      ...(pattern ? [sql`${words} ilike ${pattern}`] : []),
    ],
    sql` and `,
  );
}

/** Conversations without a message in that time are passed over by their index. */
function messaging(owner: Owner, since: SQL): SQL {
  return sql`
    select 'messaging' as type,
      case when m.direction = 'inbound' then 'message.received' when m.status = 'failed' then 'message.failed' else 'message.sent' end
        as action,
      m.instagram_account_id as "accountId",
      case when m.direction = 'inbound' or m.status = 'sent' then 'success' when m.status = 'failed' then 'failed' else 'pending' end
        as status,
      null::int as "statusCode", m.failure->>'reason' as "errorCode", null::int as "durationMs", null as event,
      null as method, null as path, null::uuid as "requestId", m.sent_by_api_key as "apiKeyId",
      m.occurred_at as at, m.id::text as key
    from conversations c join messages m on m.conversation_id = c.id and m.occurred_at >= ${since}
    where c.workspace_id = ${owner.workspaceId} and c.last_message_at >= ${since} and ${within(owner, sql`m.instagram_account_id`)}`;
}

function connections(owner: Owner): SQL {
  return sql`
    select 'connections', 'account.' || e.kind, e.instagram_account_id,
      case when e.kind in ('refresh_failed', 'refused', 'subscription_lost') then 'failed' else 'success' end,
      null, e.detail->>'reason', null, null, null, null, null, null, e.at, e.id::text
    from token_events e join instagram_accounts a on a.id = e.instagram_account_id
    where a.workspace_id = ${owner.workspaceId} and ${within(owner, sql`a.id`)}`;
}

/** Endpoints hear of every account, so a narrowed key hears nothing of them. */
function webhooks(owner: Owner): SQL {
  return sql`
    select 'webhooks', case when d.error is null then 'webhook.delivered' else 'webhook.failed' end, o.instagram_account_id,
      case when d.finished_at is null then 'pending' when d.error is null then 'success' else 'failed' end,
      d.status_code, d.error, d.duration_ms, o.event, null, null, null, null, d.started_at, d.id::text
    from delivery_attempts d join outgoing_events o on o.id = d.event_id
    where o.workspace_id = ${owner.workspaceId} and ${owner.accountIds ? sql`false` : sql`true`}`;
}

/** A key that is narrowed in any way knows of no other key, and so only what it asked for itself. */
function requests(owner: Owner): SQL {
  return sql`
    select 'api_request', coalesce(r.method || ' ' || r.route, 'unknown'), null, case when r.status < 400 then 'success' else 'failed' end,
      r.status, r.error_code, r.duration_ms, null, r.method, r.route, r.request_id, r.api_key_id, r.at, r.id::text
    from api_requests r
    where r.workspace_id = ${owner.workspaceId} and ${isNarrowed(owner) ? sql`r.api_key_id = ${owner.apiKeyId}` : sql`true`}`;
}

function within({ accountIds }: Owner, column: SQL): SQL {
  if (!accountIds) return sql`true`;
  return sql`${column} in (select value::uuid from json_array_elements_text(${JSON.stringify(accountIds)}::json))`;
}
