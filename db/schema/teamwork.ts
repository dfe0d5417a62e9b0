import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instagramAccounts } from "./accounts.ts";
import { apiKeys, members } from "./auth.ts";
import { moment, primaryId } from "./columns.ts";
import { conversations } from "./inbox.ts";
import { webhookEndpoints } from "./outbox.ts";
import { workspaces } from "./workspaces.ts";

/** The accounts an agent may see; a member without a row here sees all of them. */
export const memberAccounts = pgTable(
  "member_accounts",
  {
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.instagramAccountId] })],
);

export const labels = pgTable(
  "labels",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    color: text().notNull(),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (table) => [uniqueIndex("labels_name").on(table.workspaceId, sql`lower(${table.name})`)],
);

export const conversationLabels = pgTable(
  "conversation_labels",
  {
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    labelId: uuid()
      .notNull()
      .references(() => labels.id),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.labelId] }),
    index("conversation_labels_label").on(table.labelId),
  ],
);

/** What colleagues write to each other in a conversation; Instagram never sees it. */
export const notes = pgTable(
  "notes",
  {
    /** The browser makes this id, so that a double click is one note. */
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    authorId: uuid()
      .notNull()
      .references(() => members.id),
    text: text().notNull(),
    /** The members it calls. */
    mentions: uuid().array().notNull().default(sql`'{}'`),
    createdAt: moment().notNull().default(sql`now()`),
    editedAt: moment(),
    deletedAt: moment(),
    version: bigint({ mode: "number" }).notNull().default(1),
  },
  (table) => [index("notes_conversation").on(table.conversationId, table.createdAt)],
);

export type ConversationEventKind =
  | "assigned"
  | "unassigned"
  | "closed"
  | "reopened"
  | "snoozed"
  | "woken"
  | "labelled"
  | "unlabelled"
  | "muted"
  | "unmuted"
  | "blocked"
  | "unblocked";

/** Who did what to a conversation, newest last. Never updated. */
export const conversationEvents = pgTable(
  "conversation_events",
  {
    id: primaryId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    kind: text().$type<ConversationEventKind>().notNull(),
    /** Nobody where it happened by itself. */
    memberId: uuid().references(() => members.id),
    apiKeyId: uuid().references(() => apiKeys.id),
    detail: jsonb().$type<Record<string, string | number | null>>().notNull().default({}),
    at: moment().notNull().default(sql`now()`),
  },
  (table) => [index("conversation_events_conversation").on(table.conversationId, table.at)],
);

export const notifications = pgTable(
  "notifications",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    /** Null for what concerns no customer. */
    conversationId: uuid().references(() => conversations.id),
    webhookEndpointId: uuid().references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    kind: text().$type<"mention" | "assigned" | "closing" | "webhook_off">().notNull(),
    noteId: uuid().references(() => notes.id),
    actorId: uuid().references(() => members.id),
    createdAt: moment().notNull().default(sql`now()`),
    readAt: moment(),
  },
  (table) => [
    index("notifications_member").on(table.memberId, table.createdAt),
    uniqueIndex("notifications_mention").on(table.memberId, table.noteId).where(sql`${table.noteId} is not null`),
    check("notifications_kind", sql`${table.kind} in ('mention', 'assigned', 'closing', 'webhook_off')`),
    check("notifications_subject", sql`num_nonnulls(${table.conversationId}, ${table.webhookEndpointId}) = 1`),
  ],
);

/** What a member has begun to write in a conversation, a reply and a note apart; the higher version is the later one. */
export const drafts = pgTable(
  "drafts",
  {
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    text: text().notNull(),
    isNote: boolean().notNull().default(false),
    replyToMid: text(),
    uploadIds: uuid().array().notNull().default(sql`'{}'`),
    updatedAt: moment().notNull().default(sql`now()`),
    version: bigint({ mode: "number" }).notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.conversationId, table.isNote] })],
);

/** Answers ready to hand, called by `/` and their shortcut. */
export const savedReplies = pgTable(
  "saved_replies",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    shortcut: text().notNull(),
    text: text().notNull(),
    createdBy: uuid().references(() => members.id),
    updatedAt: moment().notNull().default(sql`now()`),
  },
  (table) => [uniqueIndex("saved_replies_shortcut").on(table.workspaceId, sql`lower(${table.shortcut})`)],
);

export type ContactFieldType = "text" | "number" | "date" | "boolean" | "select";

/** The workspace's own questions about a customer. */
export const contactFields = pgTable(
  "contact_fields",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    slug: text().notNull(),
    name: text().notNull(),
    type: text().$type<ContactFieldType>().notNull(),
    options: text().array().notNull().default(sql`'{}'`),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("contact_fields_slug").on(table.workspaceId, table.slug),
    check("contact_fields_type", sql`${table.type} in ('text', 'number', 'date', 'boolean', 'select')`),
  ],
);

/**
 * Where a member looks and whether they write there: one row for each of their tabs. Valid for seconds and worth nothing after
 * a crash, so the table is unlogged (migration 0008).
 */
export const presences = pgTable(
  "presences",
  {
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    /** The tab makes this id when it is opened. */
    tabId: uuid().notNull(),
    workspaceId: uuid().notNull(),
    /** Null while only the list is looked at. */
    conversationId: uuid(),
    hereUntil: moment().notNull(),
    writingUntil: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.tabId] })],
);
