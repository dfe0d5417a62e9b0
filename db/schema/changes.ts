import { sql } from "drizzle-orm";
import { bigint, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment, xid8 } from "./columns.ts";

export type ChangeTopic =
  | "labels"
  | "saved_replies"
  | "notifications"
  | "members"
  | "presence"
  | "drafts"
  | "settings"
  | "accounts";

/**
 * What changed, for browsers that ask "since my cursor". `xid` lets the cursor stop before transactions that are still
 * open: a plain `seq > cursor` would miss the rows of one that commits late.
 */
export const changes = pgTable(
  "changes",
  {
    seq: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    workspaceId: uuid().notNull(),
    conversationId: uuid(),
    messageId: uuid(),
    noteId: uuid(),
    /** A line of the conversation's timeline. */
    eventId: uuid(),
    /** Something that is read as a whole has changed, such as the saved replies. */
    topic: text().$type<ChangeTopic>(),
    /** Set when only one member's browsers need to hear of it. */
    memberId: uuid(),
    at: moment().notNull().default(sql`now()`),
  },
  (table) => [index("changes_cursor").on(table.workspaceId, table.xid, table.seq), index("changes_at").on(table.at)],
);
