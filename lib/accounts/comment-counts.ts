import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { comments } from "#db/schema/index.ts";

const DAYS = 30;

/**
 * What others said of the account in public in the last thirty days. Comments of customers stand beside their messages; of a
 * mention Instagram tells neither by whom nor in which words (facts 2.7), so that this is all there is to show.
 */
export async function countComments(instagramAccountId: string) {
  const isMention = sql`${comments.field} = 'mentions'`;
  const [row] = await db
    .select({
      comments: sql<number>`(count(*) filter (where not ${isMention}))::int`,
      mentions: sql<number>`(count(*) filter (where ${isMention}))::int`,
      lastAt: sql<Date | null>`max(${comments.occurredAt})`.mapWith(comments.occurredAt),
    })
    .from(comments)
    .where(
      and(
        eq(comments.instagramAccountId, instagramAccountId),
        eq(comments.byAccount, false),
        sql`${comments.occurredAt} > now() - make_interval(days => ${DAYS})`,
      ),
    );
  return row ?? { comments: 0, mentions: 0, lastAt: null };
}
