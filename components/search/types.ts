import type { ConversationHit } from "#lib/search/search-conversation.ts";
import type { SearchResult } from "#lib/search/search-inbox.ts";

export type { ConversationHit } from "#lib/search/search-conversation.ts";
export type { SearchResult } from "#lib/search/search-inbox.ts";
export type FoundPerson = SearchResult["people"][number];
export type FoundHit = SearchResult["hits"][number];
export type SearchPageKey = NonNullable<SearchResult["next"]>;
export type ThreadHits = ConversationHit[];
