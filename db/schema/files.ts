import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { apiKeys, members } from "./auth.ts";
import { moment, primaryId } from "./columns.ts";
import { messages } from "./inbox.ts";
import { workspaces } from "./workspaces.ts";

/** A file somebody brought in order to send it. Instagram fetches it through a signed link that ends. */
export const uploads = pgTable(
  "uploads",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    memberId: uuid().references(() => members.id),
    apiKeyId: uuid().references(() => apiKeys.id),
    type: text().$type<"image" | "video" | "audio" | "file">().notNull(),
    mimeType: text().notNull(),
    sizeBytes: integer().notNull(),
    width: integer(),
    height: integer(),
    name: text(),
    /** Where the bytes lie in the storage. */
    storageKey: text().notNull().unique(),
    createdAt: moment().notNull().default(sql`now()`),
    /** The message it went out with; one that never went out is deleted after a day. */
    messageId: uuid().references(() => messages.id),
  },
  (table) => [
    index("uploads_unsent").on(table.createdAt).where(sql`${table.messageId} is null`),
    index("uploads_message").on(table.messageId),
    check("uploads_type", sql`${table.type} in ('image', 'video', 'audio', 'file')`),
  ],
);

/** With MEDIA_POLICY=archive: our own copy of what a message carries. */
export const mediaCopies = pgTable(
  "media_copies",
  {
    messageId: uuid()
      .notNull()
      .references(() => messages.id),
    part: integer().notNull(),
    storageKey: text().notNull().unique(),
    mimeType: text().notNull(),
    sizeBytes: integer().notNull(),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.part] })],
);
