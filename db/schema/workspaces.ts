import { sql } from "drizzle-orm";
import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { moment, primaryId } from "./columns.ts";

/** What an admin chose for everybody; what is missing has its default where it is read. */
export type WorkspaceSettings = {
  /** When customers are told that their messages were seen. */
  seenPolicy?: "on_open" | "on_reply" | "never";
};

export const workspaces = pgTable("workspaces", {
  id: primaryId(),
  name: text().notNull(),
  settings: jsonb().$type<WorkspaceSettings>().notNull().default({}),
  createdAt: moment().notNull().default(sql`now()`),
});

/** What belongs to the database as a whole, such as which encryption key it was set up with. */
export const installationFacts = pgTable("installation_facts", {
  name: text().primaryKey(),
  value: text().notNull(),
  createdAt: moment().notNull().default(sql`now()`),
});
