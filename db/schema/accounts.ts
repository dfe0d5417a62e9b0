import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { apiKeys, members } from "./auth.ts";
import { moment, primaryId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** Why an account's calls stand still until a person acts. */
export type AccountProblem = "reconnect" | "access_disabled" | "restricted" | "permission" | "app_problem";

/** Shares of Instagram's limits in percent; null where its answers did not say. */
export type AccountUsage = {
  at: string;
  appPercent: number | null;
  accountPercent: number | null;
  regainAccessAt: string | null;
};

export const instagramAccounts = pgTable(
  "instagram_accounts",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    /** `/me` field `user_id`: the id that webhooks carry (facts 0.3). */
    igId: text().notNull(),
    /** `/me` field `id`; Meta's callbacks may name either. */
    appScopedId: text(),
    username: text().notNull(),
    name: text(),
    accountType: text(),
    pictureUrl: text(),
    followerCount: integer(),
    /** AES-256-GCM, bound to this row; null once disconnected. */
    tokenCiphertext: text(),
    tokenIssuedAt: moment(),
    tokenExpiresAt: moment(),
    tokenRefreshedAt: moment(),
    tokenRefreshError: text(),
    grantedScopes: text().array().notNull().default(sql`'{}'`),
    subscribedFields: text().array().notNull().default(sql`'{}'`),
    subscriptionCheckedAt: moment(),
    subscriptionError: text(),
    /** A standing refusal: no call is made until someone mends it. */
    problem: text().$type<AccountProblem>(),
    problemAt: moment(),
    /** `reason` is an InstagramErrorKey, or why we ourselves gave up the token. */
    problemDetail: jsonb().$type<{
      reason: string;
      code: number | null;
      subcode: number | null;
      traceId: string | null;
    }>(),
    /** Instagram asked us to slow down: nothing is sent before this moment. */
    pausedUntil: moment(),
    /** How many pauses followed each other closely; each is longer than the one before. */
    pauses: integer().notNull().default(0),
    /** No reply leaves before this moment, by whichever process; video and audio have a budget of their own. */
    nextSendAt: moment(),
    nextMediaSendAt: moment(),
    /** How much of Instagram's limits is used up, as its answers last said (facts 6). */
    usage: jsonb().$type<AccountUsage>(),
    lastEventAt: moment(),
    /** The account has been quiet for longer than its own rhythm explains; since when we say so. */
    silentSince: moment(),
    connectedAt: moment().notNull().default(sql`now()`),
    connectedBy: uuid().references(() => members.id),
    disconnectedAt: moment(),
  },
  (table) => [
    /** One owner per Instagram account, across all workspaces. */
    uniqueIndex("instagram_accounts_ig_id_active").on(table.igId).where(sql`${table.disconnectedAt} is null`),
    uniqueIndex("instagram_accounts_workspace_ig_id").on(table.workspaceId, table.igId),
    check(
      "instagram_accounts_problem",
      sql`${table.problem} in ('reconnect', 'access_disabled', 'restricted', 'permission', 'app_problem')`,
    ),
    check(
      "instagram_accounts_token",
      sql`${table.disconnectedAt} is not null or ${table.tokenCiphertext} is not null or ${table.problem} = 'reconnect'`,
    ),
  ],
);

/** How lively an account was, hour by hour for four weeks: its rhythm, against which silence is judged. */
export const accountHours = pgTable(
  "account_hours",
  {
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    hour: moment().notNull(),
    /** Moments of a few seconds each in which events came. */
    moments: integer().notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.instagramAccountId, table.hour] })],
);

export type TokenEventKind =
  | "connected"
  | "reconnected"
  | "refreshed"
  | "refresh_failed"
  | "refused"
  | "disconnected"
  | "removed"
  | "subscribed"
  | "subscription_lost";

/** What happened to an account's access, newest last. Never updated. */
export const tokenEvents = pgTable(
  "token_events",
  {
    id: primaryId(),
    instagramAccountId: uuid()
      .notNull()
      .references(() => instagramAccounts.id),
    kind: text().$type<TokenEventKind>().notNull(),
    detail: jsonb().$type<Record<string, string | number | null>>().notNull().default({}),
    memberId: uuid().references(() => members.id),
    at: moment().notNull().default(sql`now()`),
  },
  (table) => [index("token_events_account").on(table.instagramAccountId, table.at)],
);

/** One row per press of *Connect*; the first callback that names it consumes it, later ones read its outcome. */
export const oauthStates = pgTable("oauth_states", {
  stateHash: text().primaryKey(),
  workspaceId: uuid()
    .notNull()
    .references(() => workspaces.id),
  /** The member and the one session that may finish it; null where a program began it. */
  memberId: uuid().references(() => members.id),
  sessionId: uuid(),
  apiKeyId: uuid().references(() => apiKeys.id),
  /** Where a program wants the browser to go afterwards. */
  redirectUrl: text(),
  createdAt: moment().notNull().default(sql`now()`),
  expiresAt: moment().notNull(),
  consumedAt: moment(),
  /** A code of the connect outcomes, for the pages of callbacks that came twice. */
  outcome: text(),
  outcomeUsername: text(),
});
