import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** Every call to Instagram of the last thirty days: no token, no id, no text. */
export const instagramCalls = pgTable(
  "instagram_calls",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    /** Null for the calls that find out whose account it is. No reference: the log outlives what it speaks of. */
    instagramAccountId: uuid(),
    method: text().notNull(),
    endpoint: text().notNull(),
    /** Null when no answer came. */
    status: integer(),
    /** An InstagramErrorKey; null when the call went well. */
    error: text(),
    code: integer(),
    subcode: integer(),
    traceId: text(),
    durationMs: integer().notNull(),
  },
  (table) => [
    index("instagram_calls_at").on(table.at, table.id),
    index("instagram_calls_account").on(table.instagramAccountId, table.at, table.id),
    index("instagram_calls_errors").on(table.at, table.id).where(sql`${table.error} is not null`),
  ],
);
