import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { members } from "./auth.ts";
import { moment, primaryId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** A deletion that was asked for, and how far it is. Nothing in it names the person. */
export const erasures = pgTable("erasures", {
  id: primaryId(),
  workspaceId: uuid().references(() => workspaces.id),
  /** What the person who asked is given, to look the state up with. */
  confirmationCode: text().notNull().unique(),
  source: text().$type<"instagram" | "member" | "api">().notNull(),
  requestedBy: uuid().references(() => members.id),
  requestedAt: moment().notNull().default(sql`now()`),
  completedAt: moment(),
  /** How many rows of each kind are gone. */
  counts: jsonb().$type<Record<string, number>>().notNull().default({}),
});

/** Whom we have erased, by a keyed hash: neither a reading of Instagram nor a restored backup brings them back. */
export const erasedContacts = pgTable(
  "erased_contacts",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    contactHash: text().notNull(),
    erasedAt: moment().notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("erased_contacts_hash").on(table.workspaceId, table.contactHash),
    index("erased_contacts_at").on(table.erasedAt),
  ],
);
