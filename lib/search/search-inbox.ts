import type { Member } from "#lib/members/member.ts";
import { type EntryKey, findEntries, search } from "./entries.ts";
import { loadHits } from "./hits.ts";
import { findPeople } from "./people.ts";
import { readTerms } from "./terms.ts";

const PAGE = 20;

export type SearchResult = Awaited<ReturnType<typeof searchInbox>>;

/**
 * People, then messages and notes with these words, newest first, over all time and every account the member may see. `before` is
 * the `next` of the page above; people come with the first page alone. A query of no words finds nothing.
 */
export async function searchInbox(
  member: Member,
  { query, accountId, before }: { query: string; accountId?: string; before?: EntryKey },
) {
  const terms = readTerms(query);
  if (terms.length === 0) return { people: [], hits: [], next: null };
  return search(async (tx) => {
    const people = before ? [] : await findPeople(tx, member, query, terms, accountId);
    const found = await findEntries(tx, member, terms, { accountId, before }, PAGE + 1);
    const page = found.slice(0, PAGE);
    const last = found.length > PAGE ? page.at(-1) : undefined;
    return { people, hits: await loadHits(tx, page, terms), next: last ? { at: last.at, id: last.id } : null };
  });
}
