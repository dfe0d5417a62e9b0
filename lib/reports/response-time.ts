import { type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { ofAccounts, type ReportScope } from "./scope.ts";

/** Upper bounds in seconds; the last bucket is open. */
const BUCKETS = [
  ["0-1m", 0, 60],
  ["1-5m", 60, 300],
  ["5-15m", 300, 900],
  ["15-60m", 900, 3_600],
  ["1-4h", 3_600, 14_400],
  ["4-24h", 14_400, 86_400],
  ["1d+", 86_400, null],
] as const;

type Summary = { sampleSize: number } & Record<
  "median" | "p90" | "p99" | "mean" | "fastest" | "slowest",
  number | null
>;

/** How long customers waited: from their oldest unanswered message to the first answer after it, in seconds. */
export async function getResponseTimes(scope: ReportScope) {
  const [summary] = await db.execute<Summary>(sql`
    select count(*)::int as "sampleSize",
      percentile_cont(0.5) within group (order by seconds)::float8 as median,
      percentile_cont(0.9) within group (order by seconds)::float8 as p90,
      percentile_cont(0.99) within group (order by seconds)::float8 as p99,
      avg(seconds)::float8 as mean, min(seconds)::float8 as fastest, max(seconds)::float8 as slowest
    from ${answers(scope)} as answer`);
  const counted = await db.execute<{ bucket: number; count: number }>(sql`
    select width_bucket(seconds, array[60, 300, 900, 3600, 14400, 86400]::float8[]) as bucket, count(*)::int as count
    from ${answers(scope)} as answer group by 1`);
  const { sampleSize = 0, median, p90, p99, mean, fastest, slowest } = summary ?? {};
  return {
    summary: {
      sampleSize,
      medianSeconds: whole(median),
      p90Seconds: whole(p90),
      p99Seconds: whole(p99),
      meanSeconds: whole(mean),
      fastestSeconds: whole(fastest),
      slowestSeconds: whole(slowest),
    },
    histogram: BUCKETS.map(([bucket, lowerSeconds, upperSeconds], index) => ({
      bucket,
      lowerSeconds,
      upperSeconds,
      count: counted.find((one) => one.bucket === index)?.count ?? 0,
    })),
  };
}

/**
 * One row per answer: `conversation_id`, `instagram_account_id`, `seconds`. A run of messages of one side is one turn; an answer
 * is the first of ours after a turn of the customer's. Turns may have begun before the first day.
 */
export function answers(scope: ReportScope): SQL {
  return sql`(
    select conversation_id, instagram_account_id, extract(epoch from occurred_at - asked_at)::float8 as seconds
    from (
      select conversation_id, instagram_account_id, direction, min(occurred_at) as occurred_at,
        lag(min(occurred_at)) over (partition by conversation_id order by turn) as asked_at,
        lag(direction) over (partition by conversation_id order by turn) as asked_by
      from (
        select *, sum(case when is_turn then 1 else 0 end) over (partition by conversation_id order by occurred_at, seq) as turn
        from (
          select m.conversation_id, m.instagram_account_id, m.direction, m.occurred_at, m.seq,
            m.direction is distinct from lag(m.direction) over (partition by m.conversation_id order by m.occurred_at, m.seq)
              as is_turn
          from messages m
          where m.workspace_id = ${scope.workspaceId} and m.kind in ('message', 'postback', 'unsupported', 'unknown')
            and (m.direction = 'inbound' or m.status = 'sent') and ${ofAccounts(scope.accountIds)}
            and m.occurred_at >= ${scope.fromDate}::date at time zone 'UTC' - interval '8 days'
        ) as spoken
      ) as turned
      group by conversation_id, instagram_account_id, turn, direction
    ) as turns
    where direction = 'outbound' and asked_by = 'inbound'
      and occurred_at >= ${scope.fromDate}::date at time zone 'UTC'
      and ${scope.toDate ? sql`occurred_at < (${scope.toDate}::date + 1) at time zone 'UTC'` : sql`true`}
  )`;
}

function whole(seconds: number | null | undefined): number {
  return Math.round(seconds ?? 0);
}
