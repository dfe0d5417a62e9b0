import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { invitations, members } from "./auth.ts";
import { moment, primaryId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

export type MailKind =
  | "account_problem"
  | "token_expiring"
  | "endpoint_disabled"
  | "test"
  | "invitation"
  | "password_reset"
  | "password_changed";

/** A mail to one member or to whom an invitation is for. It is written when it is sent, in their language, of what is true by then. */
export const mails = pgTable(
  "mails",
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id),
    memberId: uuid().references(() => members.id),
    invitationId: uuid().references(() => invitations.id),
    kind: text().$type<MailKind>().notNull(),
    about: jsonb().$type<Record<string, string | number>>().notNull().default({}),
    /** What opens the letter's link, bound to this row; gone as soon as the letter is. */
    secretCiphertext: text(),
    /** What it tells of, and whom: nobody is told of anything twice. */
    fact: text().notNull().unique(),
    attempts: integer().notNull().default(0),
    createdAt: moment().notNull().default(sql`now()`),
    /** Set before its first byte leaves. What stands here without an end was interrupted, and may have arrived. */
    startedAt: moment(),
    sentAt: moment(),
    /** Nothing more will be tried. */
    failedAt: moment(),
    /** Why it was not sent the last time it was tried. */
    failure: text().$type<MailFailure>(),
  },
  (table) => [
    index("mails_workspace").on(table.workspaceId, table.createdAt),
    check("mails_recipient", sql`(${table.memberId} is null) <> (${table.invitationId} is null)`),
  ],
);

/**
 * `unreachable`, `certificate`, `credentials`: the server was not come to terms with. `busy`, `refused`: its answer to this mail.
 * `no_answer`: it may have arrived. `outdated`: what it was to tell is no longer so, or there is nobody to tell.
 */
export type MailFailure = "unreachable" | "certificate" | "credentials" | "busy" | "refused" | "no_answer" | "outdated";
