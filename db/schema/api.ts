import { sql } from "drizzle-orm";
import { bigint, index, integer, json, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { apiKeys } from "./auth.ts";
import { moment } from "./columns.ts";
import { conversations } from "./inbox.ts";

/** How many requests a key made in its current minute, so that several processes share one limit. */
export const apiKeyRequests = pgTable("api_key_requests", {
  apiKeyId: uuid()
    .primaryKey()
    .references(() => apiKeys.id),
  minuteStartedAt: moment().notNull(),
  count: integer().notNull(),
});

/**
 * One row per `Idempotency-Key` and API key, written in the transaction that stores the messages it stands for. `answer` is
 * kept once it is known; a row without one belongs to a request that is still running, or died.
 */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    apiKeyId: uuid()
      .notNull()
      .references(() => apiKeys.id),
    key: text().notNull(),
    /** SHA-256 of method, path and body. */
    requestHash: text().notNull(),
    messageIds: uuid().array().notNull(),
    startedAt: moment().notNull(),
    /** As JSON text: the answer is repeated byte for byte. */
    answer: json().$type<{ status: number; body: unknown }>(),
  },
  (table) => [primaryKey({ columns: [table.apiKeyId, table.key] })],
);

/** How far programs have read a conversation: together they are one reader beside the members. */
export const apiReads = pgTable("api_reads", {
  conversationId: uuid()
    .primaryKey()
    .references(() => conversations.id),
  readThroughSeq: bigint({ mode: "number" }).notNull(),
});

/**
 * Every request of a key of the last thirty days: no body, no id, no text. Nothing is referred to: the log outlives what it speaks
 * of, and is written apart from the request.
 */
export const apiRequests = pgTable(
  "api_requests",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    workspaceId: uuid().notNull(),
    apiKeyId: uuid().notNull(),
    /** Told to the program as `X-Request-Id`. */
    requestId: uuid().notNull(),
    method: text().notNull(),
    /** With names in place of ids; null where there is nothing at the address. */
    route: text(),
    status: integer().notNull(),
    errorCode: text(),
    durationMs: integer().notNull(),
  },
  (table) => [
    index("api_requests_workspace").on(table.workspaceId, table.at, table.id),
    index("api_requests_errors").on(table.workspaceId, table.at, table.id).where(sql`${table.status} >= 400`),
    index("api_requests_at").on(table.at),
  ],
);
