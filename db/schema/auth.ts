import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { KeyGroup } from "#lib/api/keys.ts";
import { moment, primaryId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** What a member chose for themselves; what is missing has its default where it is read. */
export type MemberPreferences = {
  enterSends?: boolean;
  undoSeconds?: number;
  desktopNotifications?: boolean;
  sounds?: boolean;
  /** Of which conversations a new message is told: those of theirs and nobody's, or all. */
  notifyAbout?: "mine" | "all";
};

export const members = pgTable(
  "members",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    role: text().$type<"admin" | "agent">().notNull(),
    locale: text().$type<"en" | "de">(),
    preferences: jsonb().$type<MemberPreferences>().notNull().default({}),
    /** Messages that had arrived before this member joined count as read. */
    readFromSeq: bigint({ mode: "number" }).notNull().default(0),
    createdAt: moment().notNull().default(sql`now()`),
    removedAt: moment(),
  },
  (table) => [
    uniqueIndex("members_email_active").on(table.email).where(sql`${table.removedAt} is null`),
    index("members_workspace").on(table.workspaceId),
    check("members_role", sql`${table.role} in ('admin', 'agent')`),
    check("members_email_lower", sql`${table.email} = lower(${table.email})`),
  ],
);

/** The cookie holds a random token; its SHA-256 is the key here, so a stolen table opens nothing. */
export const sessions = pgTable(
  "sessions",
  {
    tokenHash: text().primaryKey(),
    id: uuid().notNull().unique().defaultRandom(),
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    userAgent: text(),
    createdAt: moment().notNull().default(sql`now()`),
    lastSeenAt: moment().notNull().default(sql`now()`),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
  },
  (table) => [index("sessions_member").on(table.memberId)],
);

/** Wrong guesses by key (an address, a network prefix), so that a restart forgets none. */
export const signInAttempts = pgTable("sign_in_attempts", {
  key: text().primaryKey(),
  failures: integer().notNull().default(0),
  lastFailureAt: moment().notNull().default(sql`now()`),
  blockedUntil: moment(),
});

export const invitations = pgTable(
  "invitations",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    email: text().notNull(),
    role: text().$type<"admin" | "agent">().notNull(),
    tokenHash: text().notNull().unique(),
    invitedBy: uuid()
      .notNull()
      .references(() => members.id),
    createdAt: moment().notNull().default(sql`now()`),
    expiresAt: moment().notNull(),
    acceptedAt: moment(),
    revokedAt: moment(),
  },
  (table) => [
    index("invitations_workspace").on(table.workspaceId),
    check("invitations_role", sql`${table.role} in ('admin', 'agent')`),
  ],
);

/** A link by which a member who forgot their password chooses a new one, once. */
export const passwordResets = pgTable(
  "password_resets",
  {
    id: primaryId(),
    memberId: uuid()
      .notNull()
      .references(() => members.id),
    tokenHash: text().notNull().unique(),
    createdAt: moment().notNull().default(sql`now()`),
    expiresAt: moment().notNull(),
  },
  (table) => [index("password_resets_member").on(table.memberId)],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    /** The first characters, shown so that people can tell keys apart. */
    prefix: text().notNull(),
    keyHash: text().notNull().unique(),
    permission: text().$type<"read" | "read-write">().notNull(),
    /** The accounts the key may reach; null means all. */
    accountIds: uuid().array(),
    /** Groups of the developer API the key has no part in. */
    disabledGroups: text().array().$type<KeyGroup[]>().notNull().default(sql`'{}'`),
    /** Addresses and ranges it may be used from; null means all. */
    allowedFrom: text().array(),
    createdBy: uuid().references(() => members.id),
    createdAt: moment().notNull().default(sql`now()`),
    lastUsedAt: moment(),
    expiresAt: moment(),
    revokedAt: moment(),
  },
  (table) => [
    index("api_keys_workspace").on(table.workspaceId),
    check("api_keys_permission", sql`${table.permission} in ('read', 'read-write')`),
  ],
);
