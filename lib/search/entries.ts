import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { type SearchKind, searchEntries } from "#db/schema/index.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import type { Term } from "./terms.ts";

/** How many of the newest are read one by one before the index is asked. */
const NEWEST = 10_000;
const DEADLINE_MS = 3_000;
/** How alike names must be to be looked at at all; the last word is ours (`alike.ts`). */
const ALIKE = 0.3;

export type Scope = Reach & { workspaceId: string };
export type EntryKey = { at: string; id: string };
export type Entry = { id: string; kind: SearchKind; at: string };
type EntryFilter = { accountId?: string; kind?: SearchKind; before?: EntryKey };

/**
 * What holds every term, newest first. A word that is common is soon found among the newest; one that is not has few places, and
 * the index knows them. Each way alone would read a million rows for the words of the other. Where one account alone counts, the
 * newest are its own: what is common elsewhere may be rare there, and the index of words does not tell accounts apart.
 */
export async function findEntries(
  tx: Tx,
  scope: Scope,
  terms: Term[],
  filter: EntryFilter,
  limit: number,
): Promise<Entry[]> {
  const accountIds = filter.accountId ? [filter.accountId] : scope.accountIds;
  const [only] = accountIds?.length === 1 ? accountIds : [];
  const isInPlace = and(
    eq(searchEntries.workspaceId, scope.workspaceId),
    only ? eq(searchEntries.instagramAccountId, only) : undefined,
    olderThan(filter.before),
  );
  const isWanted = and(
    withinReach(scope, searchEntries.instagramAccountId),
    filter.kind ? eq(searchEntries.kind, filter.kind) : undefined,
    hold(sql`${searchEntries.words}`, terms),
  );
  const newest = sql`select * from search_entries where ${isInPlace} order by at desc, id desc`;
  const near = await tx.execute<Entry>(sql`
    select id, kind, at from (${newest} limit ${NEWEST}) as search_entries
    where ${isWanted} order by at desc, id desc limit ${limit}`);
  if (near.length === limit) return near.map(withMoment);
  const further = await tx.execute(sql`select 1 from (${newest} limit 1 offset ${NEWEST}) as search_entries`);
  if (further.length === 0) return near.map(withMoment);

  const all = await tx.execute<Entry>(sql`
    with found as materialized (select id, kind, at from search_entries where ${isInPlace} and ${isWanted})
    select id, kind, at from found order by at desc, id desc limit ${limit}`);
  return all.map(withMoment);
}

/** That a folded column holds every term in one of its spellings. Nothing folded means anything to `like` but itself. */
export function hold(column: SQL, terms: Term[]): SQL | undefined {
  return and(...terms.map((term) => or(...term.map((word) => sql`${column} like ${`%${word}%`}`))));
}

/** Whatever somebody types, the search ends: what takes longer than the deadline is broken off. */
export function search<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    await tx.execute(sql`
      select set_config('statement_timeout', ${String(DEADLINE_MS)}, true), set_config('enable_seqscan', 'off', true),
        set_config('pg_trgm.word_similarity_threshold', ${String(ALIKE)}, true)`);
    return run(tx);
  });
}

function olderThan(key: EntryKey | undefined): SQL | undefined {
  return key && sql`(${searchEntries.at}, ${searchEntries.id}) < (${key.at}::timestamptz, ${key.id}::uuid)`;
}

function withMoment({ id, kind, at }: Entry): Entry {
  return { id, kind, at: new Date(at).toISOString() };
}
