import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

export type SearchKind = "message" | "note" | "contact";

/**
 * What can be found by its words: messages, the notes of colleagues, and what the staff wrote about a customer, under the ids of
 * their rows. Triggers keep it; nothing else writes here. It stands apart from the messages, whose rows change often and would take
 * the costly index along each time.
 */
export const searchEntries = pgTable(
  "search_entries",
  {
    id: uuid().primaryKey(),
    kind: text().$type<SearchKind>().notNull(),
    workspaceId: uuid().notNull(),
    instagramAccountId: uuid().notNull(),
    at: moment().notNull(),
    /** The words as `search_words` folds them: ready to be compared with a folded query. */
    words: text().notNull(),
  },
  (table) => [
    index("search_entries_newest").on(table.workspaceId, table.at, table.id),
    index("search_entries_account").on(table.instagramAccountId, table.at, table.id),
    index("search_entries_words").using("gin", table.words.op("gin_trgm_ops")).with({ gin_pending_list_limit: 1024 }),
  ],
);
