import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instagramAccounts } from "./accounts.ts";
import { apiKeys, members } from "./auth.ts";
import { moment, primaryId } from "./columns.ts";
import type {
  Attachment,
  Edit,
  Failure,
  MessageOrigin,
  Outgoing,
  Reaction,
  Referral,
  Story,
} from "./message-content.ts";
import { workspaces } from "./workspaces.ts";

export const contacts = pgTable(
  "contacts",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    igsid: text().notNull(),
    username: text(),
    name: text(),
    pictureUrl: text(),
    followerCount: integer(),
    isVerified: boolean(),
    followsBusiness: boolean(),
    followedByBusiness: boolean(),
    profileFetchedAt: moment(),
    /** Why the last look at the profile brought nothing; never a reason to invent a name. */
    profileError: text(),
    /** What the staff know about this person. */
    notes: text(),
    /** Values of the workspace's contact fields, by the field's slug. */
    fields: jsonb().$type<Record<string, string | number | boolean>>().notNull().default({}),
    /** Their messages are kept, but call nobody. */
    mutedAt: moment(),
    /** Their messages are kept and closed at once, and nobody may write to them. */
    blockedAt: moment(),
    /** They had themselves erased: nothing from before this is taken in again. */
    erasedBefore: moment(),
    createdAt: moment().notNull().default(sql`now()`),
    /** Name and handle as they are searched. */
    words: text().generatedAlwaysAs(sql`search_words(coalesce(name, '') || ' ' || coalesce(username, ''))`),
  },
  (table) => [
    unique("contacts_account_igsid").on(table.instagramAccountId, table.igsid),
    index("contacts_words").using("gin", table.words.op("gin_trgm_ops")),
  ],
);

export const conversations = pgTable(
  "conversations",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id),
    /** The newest thing said by either side, which the list shows and sorts by. */
    lastMessageId: uuid(),
    lastMessageAt: moment().notNull(),
    /** Opens the 24-hour window (facts 3.1): the customer's newest message or tap. */
    lastInboundAt: moment(),
    lastInboundSeq: bigint({ mode: "number" }).notNull().default(0),
    /** The customer has seen everything of ours up to here (facts 2.6 `read`). */
    contactReadAt: moment(),
    /** Another app holds the thread (facts 2.6 handover, standby). */
    standbySince: moment(),
    /** When we were last told which app holds it: an older word changes nothing. */
    controlToldAt: moment(),
    assigneeId: uuid().references(() => members.id),
    closedAt: moment(),
    /** Out of the open views until then, or until the customer writes. */
    snoozedUntil: moment(),
    /** The customer's oldest message that nobody has answered; a trigger on messages keeps it right. */
    waitingSince: moment(),
    /** Instagram refused a reply because its own window had closed (10/2534022), whatever our clock says. */
    windowRefusedAt: moment(),
    createdAt: moment().notNull().default(sql`now()`),
    /** Raised by a trigger with every update; a browser keeps the row with the higher one. */
    version: bigint({ mode: "number" }).notNull().default(1),
  },
  (table) => [
    unique("conversations_account_contact").on(table.instagramAccountId, table.contactId),
    unique("conversations_id_account").on(table.id, table.instagramAccountId),
    // Ascending, and read backwards: Drizzle's descending columns put nulls last, which no `order by … desc` asks for.
    index("conversations_newest").on(table.workspaceId, table.lastMessageAt, table.id),
    index("conversations_open")
      .on(table.workspaceId, table.lastMessageAt, table.id)
      .where(sql`${table.closedAt} is null and ${table.snoozedUntil} is null`),
    index("conversations_unassigned")
      .on(table.workspaceId, table.lastMessageAt, table.id)
      .where(sql`${table.closedAt} is null and ${table.snoozedUntil} is null and ${table.assigneeId} is null`),
    index("conversations_assignee")
      .on(table.assigneeId, table.lastMessageAt, table.id)
      .where(sql`${table.closedAt} is null and ${table.snoozedUntil} is null and ${table.assigneeId} is not null`),
    index("conversations_waiting")
      .on(table.workspaceId, table.lastMessageAt, table.id)
      .where(sql`${table.closedAt} is null and ${table.snoozedUntil} is null and ${table.waitingSince} is not null`),
    index("conversations_snoozed")
      .on(table.workspaceId, table.lastMessageAt, table.id)
      .where(sql`${table.snoozedUntil} is not null`),
    index("conversations_due").on(table.snoozedUntil).where(sql`${table.snoozedUntil} is not null`),
    index("conversations_done")
      .on(table.workspaceId, table.lastMessageAt, table.id)
      .where(sql`${table.closedAt} is not null`),
    index("conversations_account").on(table.instagramAccountId, table.lastMessageAt, table.id),
    index("conversations_closing").on(table.workspaceId, table.lastInboundAt, table.id),
  ],
);

export const messages = pgTable(
  "messages",
  {
    /** For a reply the browser makes this id, so that a double click is one row. */
    id: primaryId(),
    /** The order in which rows were stored; what is unread is counted by it. */
    seq: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    conversationId: uuid().notNull(),
    mid: text(),
    direction: text().$type<"inbound" | "outbound">().notNull(),
    /** Instagram's time; for a reply the moment it was written, so that its bubble never moves. */
    occurredAt: moment().notNull(),
    text: text(),
    attachments: jsonb().$type<Attachment[]>().notNull().default([]),
    story: jsonb().$type<Story>(),
    referral: jsonb().$type<Referral>(),
    /** The payload of a quick reply, ice breaker or button the customer tapped. */
    payload: text(),
    replyToMid: text(),
    reactions: jsonb().$type<Reaction[]>().notNull().default([]),
    edits: jsonb().$type<Edit[]>().notNull().default([]),
    /** How it came to be: `message`, `postback`, `referral`, `unsupported` … or `unknown`, shown as a card. */
    kind: text().notNull().default("message"),
    /** What no column carries, word for word as JSON text, for the card of an unknown kind. */
    raw: text(),
    origin: text().$type<MessageOrigin>().notNull(),
    deletedAt: moment(),
    createdAt: moment().notNull().default(sql`now()`),

    status: text().$type<"queued" | "sending" | "sent" | "failed" | "unconfirmed">(),
    sentBy: uuid().references(() => members.id),
    /** Set instead of `sentBy` where a program wrote it. */
    sentByApiKey: uuid().references(() => apiKeys.id),
    tag: text().$type<"HUMAN_AGENT">(),
    /** What is sent where it is more than text: files by upload, a heart, quick replies, templates. */
    outgoing: jsonb().$type<Outgoing>(),
    /** The parts of one act of sending share this. */
    actId: uuid(),
    /** A member may still take the reply back until then; it does not leave before. */
    sendAfter: moment(),
    failure: jsonb().$type<Failure>(),
    /** How many attempts were begun; the one under way is the last. */
    attempts: integer().notNull().default(0),
    version: bigint({ mode: "number" }).notNull().default(1),
  },
  (table) => [
    foreignKey({
      name: "messages_conversation",
      columns: [table.conversationId, table.instagramAccountId],
      foreignColumns: [conversations.id, conversations.instagramAccountId],
    }),
    unique("messages_account_mid").on(table.instagramAccountId, table.mid),
    index("messages_thread").on(table.conversationId, table.occurredAt, table.seq),
    index("messages_unread")
      .on(table.conversationId, table.seq)
      .where(sql`${table.direction} = 'inbound' and ${table.origin} <> 'imported'`),
    index("messages_found")
      .on(table.instagramAccountId, table.origin)
      .where(sql`${table.origin} in ('recovered', 'imported')`),
    index("messages_outbox")
      .on(table.conversationId, table.seq)
      .where(sql`${table.status} in ('queued', 'sending', 'unconfirmed')`),
    check("messages_direction", sql`${table.direction} in ('inbound', 'outbound')`),
    check("messages_status", sql`${table.status} in ('queued', 'sending', 'sent', 'failed', 'unconfirmed')`),
    check("messages_status_outbound", sql`(${table.direction} = 'outbound') = (${table.status} is not null)`),
    check("messages_sent_has_mid", sql`${table.status} is distinct from 'sent' or ${table.mid} is not null`),
  ],
);

/** The ledger of sends: a row is committed before the first byte leaves, so a crash cannot hide an attempt. */
export const sendAttempts = pgTable(
  "send_attempts",
  {
    messageId: uuid()
      .notNull()
      .references(() => messages.id),
    attempt: integer().notNull(),
    startedAt: moment().notNull().default(sql`now()`),
    finishedAt: moment(),
    outcome: text().$type<"sent" | "failed" | "not_sent" | "held" | "unknown">(),
    mid: text(),
    httpStatus: integer(),
    code: integer(),
    subcode: integer(),
    traceId: text(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.attempt] }),
    check("send_attempts_outcome", sql`${table.outcome} in ('sent', 'failed', 'not_sent', 'held', 'unknown')`),
  ],
);

/** How far a member has read, by `messages.seq`. */
export const conversationReads = pgTable(
  "conversation_reads",
  {
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    readThroughSeq: bigint({ mode: "number" }).notNull(),
    version: bigint({ mode: "number" }).notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.conversationId] })],
);
