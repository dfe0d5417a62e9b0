"use client";
import { useAddress } from "#components/inbox/address.tsx";
import { inboxHref } from "#components/inbox/navigation.ts";
import type { ListPlace } from "#components/inbox/types.ts";

/**
 * What the address says about searching: `q` is looked for everywhere and takes the place of the list, empty while nothing is
 * typed; `find` is looked for in the opened conversation alone; `at` is the message of the hit that is shown.
 */
export function useSearchAddress() {
  const { place, openedId, query } = useAddress();
  const q = query.get("q");
  const find = query.get("find");
  const at = query.get("at");
  return { place, openedId, q, find, at };
}

export type SearchPlace = { q?: string | null; find?: string | null; at?: string | null };

/** The address of a search: `inboxHref` and what is looked for. */
export function searchHref(conversationId: string | null, place: ListPlace, { q, find, at }: SearchPlace): string {
  const [path = "", search = ""] = inboxHref(conversationId, place).split("?");
  const query = new URLSearchParams(search);
  if (q != null) query.set("q", q);
  if (find != null) query.set("find", find);
  if (at) query.set("at", at);
  return query.size > 0 ? `${path}?${query}` : path;
}
