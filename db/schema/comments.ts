import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instagramAccounts } from "./accounts.ts";
import { moment, primaryId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** A comment under a post or live video of the account, or a mention of it: kept as long as its author and its account are. */
export const comments = pgTable(
  "comments",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    /** The event's, since Instagram does not give every comment an id. */
    key: text().notNull(),
    field: text().$type<"comments" | "live_comments" | "mentions">().notNull(),
    /** Null where Instagram does not say who it was, as with mentions. */
    igsid: text(),
    username: text(),
    byAccount: boolean().notNull(),
    commentId: text(),
    parentId: text(),
    mediaId: text(),
    /** The title of the ad, where the post is one. */
    adTitle: text(),
    text: text(),
    occurredAt: moment().notNull(),
    recordedAt: moment().notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("comments_identity").on(table.instagramAccountId, table.key),
    index("comments_of_person").on(table.instagramAccountId, table.igsid, table.occurredAt),
  ],
);
