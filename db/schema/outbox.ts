import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instagramAccounts } from "./accounts.ts";
import { moment, primaryId } from "./columns.ts";
import { conversations } from "./inbox.ts";
import { workspaces } from "./workspaces.ts";

/** Where a workspace's programs want to be told what happens. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    url: text().notNull(),
    events: text().array().notNull(),
    /** Groups of events this endpoint is spared, whatever `events` says. */
    disabledGroups: text().array().notNull().default(sql`'{}'`),
    /** AES-256-GCM, bound to this row, as is everything called ciphertext here. */
    secretCiphertext: text().notNull(),
    /** Still signs beside the new one until its end. */
    previousSecretCiphertext: text(),
    previousSecretEndsAt: moment(),
    /** Custom headers as a JSON object; they may hold credentials. */
    headersCiphertext: text(),
    createdAt: moment().notNull().default(sql`now()`),
    /** Somebody switched it off. */
    pausedAt: moment(),
    /** We switched it off: it said that it is gone, or took nothing for five days. */
    disabledAt: moment(),
    disabledReason: text().$type<"gone" | "failing">(),
    lastDeliveredAt: moment(),
    /** Nothing was taken since. */
    failingSince: moment(),
    /** Attempts that failed in a row. */
    failedAttempts: integer().notNull().default(0),
    /** Events that were given up in a row. */
    failedEvents: integer().notNull().default(0),
    /** Nothing is sent before: the endpoint asked for it, or takes nothing at present. */
    heldUntil: moment(),
    /** The one runner that sends to this endpoint, for as long as it renews. */
    leasedBy: uuid(),
    leasedUntil: moment(),
  },
  (table) => [
    index("webhook_endpoints_workspace").on(table.workspaceId),
    check("webhook_endpoints_disabled", sql`${table.disabledReason} in ('gone', 'failing')`),
  ],
);

/** One fact for programs, written with the fact. Its id is the `webhook-id` of every attempt. */
export const outgoingEvents = pgTable(
  "outgoing_events",
  {
    id: primaryId(),
    seq: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    event: text().notNull(),
    /** Makes it exactly one, however often the fact is found. */
    key: text().notNull(),
    instagramAccountId: uuid().references(() => instagramAccounts.id),
    /** Whoever erases a customer takes what was told of them along. */
    conversationId: uuid().references(() => conversations.id, { onDelete: "cascade" }),
    messageId: uuid(),
    /** What is sent, byte for byte the same each time; empty once its message was unsent. */
    body: text().notNull(),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("outgoing_events_key").on(table.workspaceId, table.key),
    index("outgoing_events_conversation").on(table.conversationId),
    index("outgoing_events_message").on(table.messageId),
    index("outgoing_events_created").on(table.createdAt),
  ],
);

/** How far an event is with one endpoint. */
export const eventDeliveries = pgTable(
  "event_deliveries",
  {
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    eventId: uuid()
      .notNull()
      .references(() => outgoingEvents.id, { onDelete: "cascade" }),
    /** Those of one lane are sent in the order of their `seq`: the conversation, or what else the event is about. */
    lane: uuid().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    state: text().$type<"pending" | "delivered" | "failed">().notNull().default("pending"),
    attempts: integer().notNull().default(0),
    firstAttemptAt: moment(),
    nextAttemptAt: moment().notNull().default(sql`now()`),
    settledAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.endpointId, table.eventId] }),
    index("event_deliveries_event").on(table.eventId),
    index("event_deliveries_pending").on(table.endpointId, table.seq).where(sql`${table.state} = 'pending'`),
    index("event_deliveries_lane").on(table.endpointId, table.lane, table.seq).where(sql`${table.state} = 'pending'`),
    index("event_deliveries_due").on(table.nextAttemptAt).where(sql`${table.state} = 'pending'`),
    check("event_deliveries_state", sql`${table.state} in ('pending', 'delivered', 'failed')`),
  ],
);

/** Why an attempt failed; `status` is any answer that is not 2xx. */
export type AttemptError = "status" | "refused" | "timeout" | "tls" | "unreachable" | "secret" | "interrupted";

/** Every attempt, on record before its first byte leaves. What the endpoint answered beyond its status is never kept. */
export const deliveryAttempts = pgTable(
  "delivery_attempts",
  {
    id: primaryId(),
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    eventId: uuid()
      .notNull()
      .references(() => outgoingEvents.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    url: text().notNull(),
    startedAt: moment().notNull().default(sql`now()`),
    finishedAt: moment(),
    statusCode: integer(),
    durationMs: integer(),
    error: text().$type<AttemptError>(),
  },
  (table) => [
    index("delivery_attempts_event").on(table.eventId),
    index("delivery_attempts_endpoint").on(table.endpointId, table.startedAt),
    index("delivery_attempts_started").on(table.startedAt),
  ],
);
