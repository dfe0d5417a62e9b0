import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversationLabels, conversations, labels } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { placeCondition } from "./view-conditions.ts";
import type { ConversationView } from "./views.ts";

/** Nobody counts further than this; more is shown as "99+". */
const MAX_COUNT = 100;
/** What is done only grows: its number tells nobody anything. */
const COUNTED = ["mine", "unassigned", "open", "waiting", "unread", "snoozed"] as const satisfies ConversationView[];

/** So many open conversations are looked at one by one. */
const FEW = 5_000;

export type ViewCounts = { views: Partial<Record<ConversationView, number>>; labels: Record<string, number> };
type Count = { name: string; count: number };

/**
 * How many conversations each view and label holds for this member, up to MAX_COUNT; labels count what is open. Nothing is
 * counted further than it is told, so that an inbox that is never tidied costs little more than a tidy one.
 */
export async function countViews(member: Member, accountId: string | null = null): Promise<ViewCounts> {
  const [views, labels] = await Promise.all([countEach(member, accountId), countLabels(member, accountId)]);
  return { views, labels };
}

async function countEach(member: Member, accountId: string | null): Promise<ViewCounts["views"]> {
  const counts = COUNTED.map((view) => {
    const found = db
      .select({ one: sql`1` })
      .from(conversations)
      .where(placeCondition(member, { view, accountId, labelId: null }))
      .limit(MAX_COUNT);
    return sql`select ${view}::text as name, count(*)::int as count from ${found} as found`;
  });
  return toRecord(await db.execute<Count>(sql.join(counts, sql` union all `)));
}

/** With few open conversations their labels are counted, with many each label is until it has enough. */
async function countLabels(member: Member, accountId: string | null): Promise<Record<string, number>> {
  const isOpen = placeCondition(member, { view: "open", accountId, labelId: null });
  const some = db
    .select({ one: sql`1` })
    .from(conversations)
    .where(isOpen)
    .limit(FEW + 1);
  const [open] = await db.execute<{ count: number }>(sql`select count(*)::int as count from ${some} as some_open`);
  if ((open?.count ?? 0) <= FEW) {
    return toRecord(
      await db.execute<Count>(sql`
        select ${conversationLabels.labelId} as name, least(count(*), ${MAX_COUNT})::int as count
        from ${conversations} join ${conversationLabels} on ${conversationLabels.conversationId} = ${conversations.id}
        where ${isOpen} group by ${conversationLabels.labelId}`),
    );
  }
  return toRecord(
    await db.execute<Count>(sql`
      select ${labels.id} as name, found.count::int from ${labels}, lateral (
        select count(*) from (
          select 1 from ${conversationLabels}
          join ${conversations} on ${conversations.id} = ${conversationLabels.conversationId}
          where ${conversationLabels.labelId} = ${labels.id} and ${isOpen} limit ${MAX_COUNT}) as enough) as found
      where ${labels.workspaceId} = ${member.workspaceId} and found.count > 0`),
  );
}

function toRecord(rows: Iterable<Count>): Record<string, number> {
  return Object.fromEntries([...rows].map(({ name, count }) => [name, count]));
}
