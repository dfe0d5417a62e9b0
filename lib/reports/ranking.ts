import { type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { answers } from "./response-time.ts";
import { COUNTS, type ReportScope, scopedMessages } from "./scope.ts";
import { type Counts, momentOf } from "./volume.ts";

/** The accounts with the most messages, and how fast each answers. */
export async function listTopAccounts(scope: ReportScope, limit: number) {
  const rows = await db.execute<
    Counts & {
      accountId: string;
      username: string;
      name: string | null;
      conversations: number;
      medianSeconds: number | null;
      repliedCount: number;
    }
  >(sql`
    select a.id as "accountId", a.username, a.name, volume.*, coalesce(speed.replied, 0)::int as "repliedCount",
      round(speed.median)::int as "medianSeconds"
    from (
      select instagram_account_id, count(distinct conversation_id)::int as conversations, count(*)::int as total, ${COUNTS}
      from ${scopedMessages(scope)} as m group by instagram_account_id
    ) as volume
    join instagram_accounts a on a.id = volume.instagram_account_id
    left join (
      select instagram_account_id, count(*) as replied, percentile_cont(0.5) within group (order by seconds) as median
      from ${answers(scope)} as answer group by instagram_account_id
    ) as speed on speed.instagram_account_id = a.id
    order by volume.total desc, a.id limit ${limit}`);
  return [...rows];
}

/** By name, never by what a caller writes. */
const ORDERS = {
  lastMessageAt: sql`"lastMessageAt"`,
  firstMessageAt: sql`"firstMessageAt"`,
  totalMessages: sql`"totalMessages"`,
  received: sql`received`,
  sent: sql`sent`,
  read: sql`read`,
  failed: sql`failed`,
} satisfies Record<string, SQL>;

export type ConversationOrder = { sortBy: keyof typeof ORDERS; order: "asc" | "desc"; page: number; limit: number };

type ConversationFigures = Counts & {
  conversationId: string;
  totalMessages: number;
  firstMessageAt: Date;
  lastMessageAt: Date;
  all: number;
};

/** How much was said in each conversation of the scope, a page of them; `total` counts all. */
export async function listConversationFigures(scope: ReportScope, { sortBy, order, page, limit }: ConversationOrder) {
  const rows = await db.execute<ConversationFigures>(sql`
    select conversation_id as "conversationId", count(*)::int as "totalMessages", ${COUNTS},
      min(occurred_at) as "firstMessageAt", max(occurred_at) as "lastMessageAt", count(*) over ()::int as "all"
    from ${scopedMessages(scope)} as m group by conversation_id
    order by ${ORDERS[sortBy]} ${order === "asc" ? sql`asc` : sql`desc`}, conversation_id
    limit ${limit} offset ${(page - 1) * limit}`);
  return {
    total: rows[0]?.all ?? 0,
    items: rows.map(({ all: _, firstMessageAt, lastMessageAt, ...row }) => ({
      ...row,
      firstMessageAt: momentOf(firstMessageAt) ?? "",
      lastMessageAt: momentOf(lastMessageAt) ?? "",
    })),
  };
}
