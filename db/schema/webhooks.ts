import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, moment, primaryId } from "./columns.ts";

/**
 * Every signed body, byte for byte, committed before its 200. The same bytes again are the same row. Its hash alone is left of one
 * that repeats what another brought, that tells of somebody who was erased or of a message that was unsent, or that is old.
 */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: primaryId(),
    sha256: text().notNull().unique(),
    body: bytea().notNull(),
    receivedAt: moment().notNull().default(sql`now()`),
    /** Why the body as a whole could not be read. */
    problem: text(),
    /** When it had grown old, and nothing but its hash was left of it and of its events. */
    forgottenAt: moment(),
  },
  (table) => [index("webhook_deliveries_kept").on(table.receivedAt).where(sql`${table.forgottenAt} is null`)],
);

export type EventState = "pending" | "waiting" | "applied" | "ignored" | "dead";

/** One fact from Instagram, under the key that makes it exactly one. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    id: primaryId(),
    seq: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    deliveryId: uuid()
      .notNull()
      .references(() => webhookDeliveries.id),
    igId: text().notNull(),
    key: text().notNull(),
    kind: text().notNull(),
    lane: text().notNull(),
    /** The message the event speaks of. An effect that comes before its message waits under this. */
    mid: text(),
    occurredAt: moment().notNull(),
    /** The event as Instagram wrote it, as JSON text, which carries NUL and lone surrogates where jsonb cannot. */
    payload: text().notNull(),
    state: text().$type<EventState>().notNull().default("pending"),
    reason: text(),
    attempts: integer().notNull().default(0),
    receivedAt: moment().notNull().default(sql`now()`),
    settledAt: moment(),
  },
  (table) => [
    uniqueIndex("webhook_events_identity").on(table.igId, table.key),
    index("webhook_events_waiting").on(table.igId, table.mid).where(sql`${table.state} = 'waiting'`),
    index("webhook_events_effects")
      .on(table.igId, table.mid)
      .where(sql`${table.kind} in ('message_edit', 'stray_edit', 'reaction')`),
    index("webhook_events_pending").on(table.lane, table.occurredAt, table.seq).where(sql`${table.state} = 'pending'`),
    index("webhook_events_unsettled")
      .on(table.state, table.receivedAt)
      .where(sql`${table.state} in ('pending', 'waiting', 'dead') or ${table.reason} = 'unknown_account'`),
    index("webhook_events_delivery").on(table.deliveryId),
    check("webhook_events_state", sql`${table.state} in ('pending', 'waiting', 'applied', 'ignored', 'dead')`),
  ],
);
