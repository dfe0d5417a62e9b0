import { SignedOutError } from "#components/inbox/inbox-doors.ts";
import type { SearchPageKey, SearchResult, ThreadHits } from "./types.ts";

type Wish = { q: string; accountId: string | null; after: SearchPageKey | null };

/** The doors for what was said, wherever and whenever. A search that is no longer wanted is broken off by its signal. */
export const searchDoors = {
  everywhere: ({ q, accountId, after }: Wish, signal: AbortSignal) =>
    ask<SearchResult>("/api/inbox/search", { q, account: accountId, before: after?.at, beforeId: after?.id }, signal),
  within: (conversation: string, q: string, signal: AbortSignal) =>
    ask<ThreadHits>("/api/inbox/search/conversation", { conversation, q }, signal),
};

async function ask<T>(path: string, query: Record<string, string | null | undefined>, signal: AbortSignal): Promise<T> {
  const given = Object.entries(query).flatMap(([name, value]) => (value == null ? [] : [[name, value]]));
  const response = await fetch(`${path}?${new URLSearchParams(given)}`, {
    headers: { accept: "application/json" },
    signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
  });
  if (response.status === 401) throw new SignedOutError("Signed out.");
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}
