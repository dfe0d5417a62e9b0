import { CONVERSATION_SORTS, CONVERSATION_VIEWS, DEFAULT_PLACE, type ListPlace } from "#lib/inbox/views.ts";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Which list an address asks for; what it says amiss counts as not said. Server and browser read it alike. */
export function readPlace(query: { get: (name: string) => string | null }): ListPlace {
  const id = (name: string) => query.get(name)?.match(UUID)?.[0].toLowerCase() ?? null;
  return {
    view: CONVERSATION_VIEWS.find((view) => view === query.get("view")) ?? DEFAULT_PLACE.view,
    accountId: id("account"),
    labelId: id("label"),
    sort: CONVERSATION_SORTS.find((sort) => sort === query.get("sort")) ?? DEFAULT_PLACE.sort,
  };
}

/** The address of a list, with a conversation open or none. */
export function inboxHref(id: string | null, { view, accountId, labelId, sort }: ListPlace): string {
  const query = new URLSearchParams();
  if (view !== DEFAULT_PLACE.view) query.set("view", view);
  if (labelId) query.set("label", labelId);
  if (accountId) query.set("account", accountId);
  if (sort !== DEFAULT_PLACE.sort) query.set("sort", sort);
  const search = query.size > 0 ? `?${query}` : "";
  return `${id ? `/inbox/${id}` : "/inbox"}${search}`;
}
