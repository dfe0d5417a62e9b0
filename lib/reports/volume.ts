import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { COUNTS, type ReportScope, scopedMessages } from "./scope.ts";

export type Counts = { received: number; sent: number; read: number; failed: number };

/** How much was said, in all and by day; days without a message are left out. */
export async function getVolume(scope: ReportScope) {
  const days = await db.execute<{ date: string } & Counts>(sql`
    select day::text as date, ${COUNTS} from ${scopedMessages(scope)} as m group by day order by day`);
  const [row] = await db.execute<{ count: number; firstAt: Date | null; lastAt: Date | null }>(sql`
    select count(distinct conversation_id)::int as count, min(occurred_at) as "firstAt", max(occurred_at) as "lastAt"
    from ${scopedMessages(scope)} as m`);
  return {
    summary: { ...sumOf(days), uniqueConversations: row?.count ?? 0 },
    firstAt: momentOf(row?.firstAt),
    lastAt: momentOf(row?.lastAt),
    days: [...days],
  };
}

/** By weekday (1 is Monday) and hour, in UTC. */
export async function getHeatmap(scope: ReportScope) {
  const rows = await db.execute<{ dow: number; hour: number } & Counts>(sql`
    select extract(isodow from occurred_at at time zone 'UTC')::int as dow,
      extract(hour from occurred_at at time zone 'UTC')::int as hour, ${COUNTS}
    from ${scopedMessages(scope)} as m group by 1, 2 order by 1, 2`);
  return [...rows];
}

/** Who or what wrote the messages. */
export async function getSources(scope: ReportScope) {
  const rows = await db.execute<{ source: string } & Counts>(sql`
    select source, ${COUNTS} from ${scopedMessages(scope)} as m group by source order by count(*) desc, source`);
  return [...rows];
}

function sumOf(rows: Iterable<Counts>): Counts {
  const sum = { received: 0, sent: 0, read: 0, failed: 0 };
  for (const row of rows) for (const key of ["received", "sent", "read", "failed"] as const) sum[key] += row[key];
  return sum;
}

/** The client hands moments of plain SQL over as text. */
export function momentOf(value: Date | string | null | undefined): string | null {
  return value ? new Date(value).toISOString() : null;
}
