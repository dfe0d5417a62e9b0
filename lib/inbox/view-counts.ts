import { type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversationLabels, conversationReads, conversations } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { placeCondition, readOf } from "./view-conditions.ts";
import type { ConversationView } from "./views.ts";

/** Nobody counts further than this; more is shown as "99+". */
export const MAX_COUNT = 100;
/** What is done only grows: its number tells nobody anything. */
const COUNTED = ["mine", "unassigned", "open", "waiting", "unread", "snoozed"] as const satisfies ConversationView[];

export type ViewCounts = { views: Partial<Record<ConversationView, number>>; labels: Record<string, number> };

/** How many conversations each view and label holds for this member, up to MAX_COUNT; labels count what is open. */
export async function countViews(member: Member, accountId: string | null = null): Promise<ViewCounts> {
  const views = sql.join(
    COUNTED.map(
      (view) =>
        sql`select ${view}::text as name, count(*)::int as count from ${firstOf(member, view, accountId)} as found`,
    ),
    sql` union all `,
  );
  const rows = await db.execute<{ name: string; isLabel: boolean; count: number }>(sql`
    select name, false as "isLabel", count from (${views}) as views
    union all
    select ${conversationLabels.labelId}::text, true, least(count(*), ${MAX_COUNT})::int
    from ${conversationLabels} join ${conversations} on ${conversations.id} = ${conversationLabels.conversationId}
    where ${placeCondition(member, { view: "open", accountId, labelId: null })}
    group by ${conversationLabels.labelId}`);
  const counts = (isLabel: boolean) =>
    Object.fromEntries(rows.filter((row) => row.isLabel === isLabel).map(({ name, count }) => [name, count]));
  return { views: counts(false), labels: counts(true) };
}

function firstOf(member: Member, view: ConversationView, accountId: string | null): SQL {
  return sql`${db
    .select({ one: sql`1` })
    .from(conversations)
    .leftJoin(conversationReads, readOf(member))
    .where(placeCondition(member, { view, accountId, labelId: null }))
    .limit(MAX_COUNT)}`;
}
