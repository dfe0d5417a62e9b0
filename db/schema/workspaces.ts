import { sql } from "drizzle-orm";
import { pgTable, text } from "drizzle-orm/pg-core";
import { moment, primaryId } from "./columns.ts";

export const workspaces = pgTable("workspaces", {
  id: primaryId(),
  name: text().notNull(),
  createdAt: moment().notNull().default(sql`now()`),
});

/** What belongs to the database as a whole, such as which encryption key it was set up with. */
export const installationFacts = pgTable("installation_facts", {
  name: text().primaryKey(),
  value: text().notNull(),
  createdAt: moment().notNull().default(sql`now()`),
});
