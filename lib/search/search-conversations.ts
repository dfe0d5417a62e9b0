import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts, conversations, messages } from "#db/schema/index.ts";
import { withinReach } from "#lib/reach.ts";
import { type Entry, findEntries, hold, type Scope, search } from "./entries.ts";
import { readTerms, type Term } from "./terms.ts";

/** So many of the newest hits are sorted into their conversations. */
const MAX_HITS = 2_000;
const MAX_PEOPLE = 500;
const SHOWN_HITS = 3;

type Wish = { query: string; accountId?: string; direction?: "inbound" | "outbound" };
export type ConversationMatch = {
  conversationId: string;
  count: number;
  newest: { id: string; text: string | null; direction: "inbound" | "outbound"; occurredAt: string }[];
};

/**
 * The conversations with these words in their messages or in the customer's name, each with how many messages hold them and the
 * three newest of those. Names count only where no direction is asked for. Of very many hits the newest two thousand are known.
 */
export async function searchConversations(scope: Scope, wish: Wish): Promise<ConversationMatch[]> {
  const terms = readTerms(wish.query);
  if (terms.length === 0) return [];
  return search(async (tx) => {
    const filter = { accountId: wish.accountId, kind: "message" } as const;
    const said = await groupHits(tx, await findEntries(tx, scope, terms, filter, MAX_HITS), wish.direction);
    const known = new Set(said.map(({ conversationId }) => conversationId));
    const named = wish.direction ? [] : await findNamed(tx, scope, terms, wish.accountId);
    const others = named
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => ({ conversationId: id, count: 0, newest: [] }));
    return [...said, ...others];
  });
}

async function groupHits(tx: Tx, entries: Entry[], direction: Wish["direction"]): Promise<ConversationMatch[]> {
  const rows = await tx.execute<ConversationMatch>(sql`
    select conversation_id as "conversationId", count(*)::int as count,
      to_json((array_agg(json_build_object('id', id, 'text', text, 'direction', direction, 'occurredAt', occurred_at)
        order by occurred_at desc, id desc))[1:${sql.raw(String(SHOWN_HITS))}]) as newest
    from ${messages}
    where id in (select value::uuid from json_array_elements_text(${JSON.stringify(entries.map(({ id }) => id))}::json))
      ${direction ? sql`and direction = ${direction}` : sql``}
    group by conversation_id`);
  return rows.map((row) => ({
    ...row,
    newest: row.newest.map((hit) => ({ ...hit, occurredAt: new Date(hit.occurredAt).toISOString() })),
  }));
}

function findNamed(tx: Tx, scope: Scope, terms: Term[], accountId: string | undefined) {
  return tx
    .select({ id: conversations.id })
    .from(contacts)
    .innerJoin(
      conversations,
      and(eq(conversations.contactId, contacts.id), eq(conversations.instagramAccountId, contacts.instagramAccountId)),
    )
    .where(
      and(
        eq(contacts.workspaceId, scope.workspaceId),
        withinReach(scope, contacts.instagramAccountId),
        accountId ? eq(contacts.instagramAccountId, accountId) : undefined,
        hold(sql`${contacts.words}`, terms),
      ),
    )
    .limit(MAX_PEOPLE);
}
