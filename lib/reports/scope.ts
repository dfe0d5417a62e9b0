import { type SQL, sql } from "drizzle-orm";

/** Whose messages a report counts, and of which days (UTC, both included). `accountIds` null means all of the workspace's. */
export type ReportScope = {
  workspaceId: string;
  accountIds: string[] | null;
  fromDate: string;
  toDate: string | null;
  source?: string;
  conversationId?: string;
};

/**
 * The messages of the scope as a table expression: `direction`, `day`, `source` (`contact`, `human`, `api` or `platform`, which
 * is the Instagram app) and whether each was `sent`, `received`, `failed` or `read` by the customer. History counts as well.
 */
export function scopedMessages(scope: ReportScope): SQL {
  return sql`(
    select * from (
      select m.id, m.conversation_id, m.instagram_account_id, m.occurred_at, m.direction,
        (m.occurred_at at time zone 'UTC')::date as day,
        case when m.direction = 'inbound' then 'contact'
          when m.sent_by is not null then 'human'
          when m.sent_by_api_key is not null then 'api' else 'platform' end as source,
        m.direction = 'inbound' as received,
        m.status = 'sent' as sent,
        m.status = 'failed' as failed,
        coalesce(m.status = 'sent' and m.occurred_at <= c.contact_read_at, false) as read
      from messages m join conversations c on c.id = m.conversation_id
      where m.workspace_id = ${scope.workspaceId}
        and m.kind in ('message', 'postback', 'unsupported', 'unknown')
        and ${ofAccounts(scope.accountIds)}
        and m.occurred_at >= ${scope.fromDate}::date at time zone 'UTC'
        and ${scope.toDate ? sql`m.occurred_at < (${scope.toDate}::date + 1) at time zone 'UTC'` : sql`true`}
        and ${scope.conversationId ? sql`m.conversation_id = ${scope.conversationId}` : sql`true`}
    ) as classified
    where ${scope.source ? sql`source = ${scope.source}` : sql`true`}
  )`;
}

/** How many of each kind, as four columns. */
export const COUNTS = sql`
  count(*) filter (where received)::int as received, count(*) filter (where sent)::int as sent,
  count(*) filter (where read)::int as read, count(*) filter (where failed)::int as failed`;

export function ofAccounts(accountIds: string[] | null): SQL {
  if (accountIds === null) return sql`true`;
  return sql`m.instagram_account_id in (select value::uuid from json_array_elements_text(${JSON.stringify(accountIds)}::json))`;
}
