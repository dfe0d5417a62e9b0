import { type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import type { Reach } from "#lib/reach.ts";

export type LogRow = {
  type: "messaging" | "connections" | "webhooks";
  action: string;
  accountId: string | null;
  status: "success" | "failed" | "pending";
  statusCode: number | null;
  errorCode: string | null;
  durationMs: number | null;
  at: string;
  total: number;
};

export type LogFilter = {
  types: LogRow["type"][];
  accountId?: string;
  action?: string;
  status?: LogRow["status"];
  since: Date;
  until: Date | null;
  limit: number;
  skip: number;
};

/**
 * What happened between Instagram, this installation and the programs that listen, newest first: no text, no token, no address.
 * `total` counts all that match.
 */
export async function listLogRows(owner: Reach, filter: LogFilter): Promise<LogRow[]> {
  const rows = await db.execute<LogRow>(sql`
    select *, count(*) over ()::int as total from (
      ${messaging(owner)} union all ${connections(owner)} union all ${webhooks(owner)}
    ) as log
    where at >= ${filter.since.toISOString()}::timestamptz
      and ${filter.until ? sql`at <= ${filter.until.toISOString()}::timestamptz` : sql`true`}
      and type in (select value from json_array_elements_text(${JSON.stringify(filter.types)}::json))
      and ${filter.accountId ? sql`"accountId" = ${filter.accountId}` : sql`true`}
      and ${filter.action ? sql`action = ${filter.action}` : sql`true`}
      and ${filter.status ? sql`status = ${filter.status}` : sql`true`}
    order by at desc limit ${filter.limit} offset ${filter.skip}`);
  return [...rows];
}

function messaging(owner: Reach): SQL {
  return sql`
    select 'messaging' as type,
      case when m.direction = 'inbound' then 'message.received' when m.status = 'failed' then 'message.failed' else 'message.sent' end
        as action,
      m.instagram_account_id as "accountId",
      case when m.direction = 'inbound' or m.status = 'sent' then 'success' when m.status = 'failed' then 'failed' else 'pending' end
        as status,
      null::int as "statusCode", m.failure->>'reason' as "errorCode", null::int as "durationMs", m.occurred_at as at
    from messages m where m.workspace_id = ${owner.workspaceId} and ${within(owner, sql`m.instagram_account_id`)}`;
}

function connections(owner: Reach): SQL {
  return sql`
    select 'connections', 'account.' || e.kind, e.instagram_account_id,
      case when e.kind in ('refresh_failed', 'refused', 'subscription_lost') then 'failed' else 'success' end,
      null::int, e.detail->>'reason', null::int, e.at
    from token_events e join instagram_accounts a on a.id = e.instagram_account_id
    where a.workspace_id = ${owner.workspaceId} and ${within(owner, sql`a.id`)}`;
}

/** Endpoints hear of every account, so a narrowed key hears nothing of them. */
function webhooks(owner: Reach): SQL {
  return sql`
    select 'webhooks', case when d.error is null then 'webhook.delivered' else 'webhook.failed' end, o.instagram_account_id,
      case when d.finished_at is null then 'pending' when d.error is null then 'success' else 'failed' end,
      d.status_code, d.error, d.duration_ms, d.started_at
    from delivery_attempts d join outgoing_events o on o.id = d.event_id
    where o.workspace_id = ${owner.workspaceId} and ${owner.accountIds ? sql`false` : sql`true`}`;
}

function within({ accountIds }: Reach, column: SQL): SQL {
  if (!accountIds) return sql`true`;
  return sql`${column} in (select value::uuid from json_array_elements_text(${JSON.stringify(accountIds)}::json))`;
}
