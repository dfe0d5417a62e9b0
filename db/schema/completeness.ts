import { sql } from "drizzle-orm";
import { boolean, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instagramAccounts } from "./accounts.ts";
import { moment } from "./columns.ts";

/** How far an account's conversations have been compared with Instagram's. One row per account. */
export const reconciliations = pgTable("reconciliations", {
  instagramAccountId: uuid()
    .primaryKey()
    .references(() => instagramAccounts.id),
  /** What was written before this is history: it was there when the account was connected. */
  historyBefore: moment().notNull(),
  /** The first walk through all conversations is the import of that history. */
  importFinishedAt: moment(),
  /** The walk through Instagram's list that is under way: where it goes on, and the newest change it saw. */
  walkStartedAt: moment(),
  walkCursor: text(),
  walkThrough: moment(),
  /** Every conversation that Instagram says changed up to here has been looked through. */
  checkedThrough: moment(),
  checkedAt: moment(),
  checkError: text(),
  /** No conversation is read before this moment, by whichever process. */
  nextReadAt: moment().notNull().default(sql`now()`),
});

/** What is known of one of Instagram's conversations, so that it is read again only when it changed. */
export const conversationScans = pgTable(
  "conversation_scans",
  {
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    /** Instagram's id of the conversation. */
    instagramId: text().notNull(),
    igsid: text(),
    /** Instagram's `updated_time` of the last reading that certainly saw everything up to it. */
    settledThrough: moment(),
    /** Instagram holds older messages than it gives, and not all of them came by themselves. */
    hasOlder: boolean().notNull().default(false),
    firstScannedAt: moment().notNull().default(sql`now()`),
    scannedAt: moment().notNull().default(sql`now()`),
    /** Why the last reading failed, and how many did in a row. */
    error: text(),
    failures: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.instagramAccountId, table.instagramId] })],
);
