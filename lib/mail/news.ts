import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { createTranslator } from "use-intl/core";
import { db } from "#db/client.ts";
import {
  instagramAccounts,
  invitations,
  type mails,
  members,
  passwordResets,
  webhookEndpoints,
  workspaces,
} from "#db/schema/index.ts";
import { CATALOGUES, type Messages } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";

/** `name` is null for who is no member yet; `secret` is what the letter's link opens with, where it has one. */
export type MailSent = Pick<typeof mails.$inferSelect, "kind" | "about"> & {
  name: string | null;
  locale: Locale;
  secret: string | null;
};
type Words = ReturnType<typeof wordsIn>;
/** What happened, what to do about it, and the page on which it is done. */
type News = { subject: string; lines: string[]; path: string; isForAdmins?: boolean };

export function wordsIn(locale: Locale) {
  return createTranslator({ locale, messages: CATALOGUES[locale], timeZone: "UTC" });
}

/** What a mail is to tell, as it is now; null where there is nothing to tell any more. */
export async function findNews(t: Words, mail: MailSent): Promise<News | null> {
  return WRITERS[mail.kind](t, mail);
}

const WRITERS: Record<MailSent["kind"], (t: Words, mail: MailSent) => News | null | Promise<News | null>> = {
  account_problem: async (t, { about }) => {
    const account = await findAccount(about);
    if (!account?.problem) return null;
    const reason = isFailure(account.reason) ? account.reason : "token_expired";
    const { username, problem } = account;
    const isMendedHere = problem === "reconnect" && !AT_INSTAGRAM_FIRST.includes(reason);
    const remedy = isMendedHere ? t("mail.account_problem.reconnect") : t(`errors.failure.${reason}.remedy`);
    const lines = [t(`errors.failure.${reason}.sentence`), remedy, t("mail.account_problem.kept")];
    return forAdmins(t("mail.account_problem.subject", { username }), lines, "/settings/accounts");
  },
  token_expiring: async (t, { about }) => {
    const account = await findAccount(about);
    const isNear = account && account.hoursLeft > 0 && account.hoursLeft <= Number(about.days) * 24;
    if (!isNear || account.problem) return null;
    const values = { username: account.username, days: Math.ceil(account.hoursLeft / 24) };
    const lines = [t("mail.token_expiring.text", values), t("mail.token_expiring.remedy")];
    return forAdmins(t("mail.token_expiring.subject", values), lines, "/settings/accounts");
  },
  endpoint_disabled: async (t, { about }) => {
    const endpoint = await findEndpoint(about);
    if (!endpoint?.reason) return null;
    const { name, reason } = endpoint;
    const lines = [t(`mail.endpoint_disabled.${reason}`), t("mail.endpoint_disabled.remedy")];
    return forAdmins(t("mail.endpoint_disabled.subject", { name }), lines, "/settings/developers");
  },
  test: (t) => forAdmins(t("mail.test.subject"), [t("mail.test.text")], "/settings/system"),
  invitation: async (t, { about, secret, locale }) => {
    const invitation = await findInvitation(about);
    if (!invitation || !secret) return null;
    const until = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
    const lines = [
      t("mail.invitation.text", invitation),
      t("mail.invitation.link", { date: until.format(invitation.expiresAt) }),
    ];
    return { subject: t("mail.invitation.subject", invitation), lines, path: `/invite/${secret}` };
  },
  password_reset: async (t, { about, secret }) => {
    if (!secret || !(await isResetOpen(about))) return null;
    const lines = [t("mail.password_reset.text"), t("mail.password_reset.notYou"), t("mail.password_reset.link")];
    return { subject: t("mail.password_reset.subject"), lines, path: `/reset/${secret}` };
  },
  password_changed: (t) => {
    const lines = [t("mail.password_changed.text"), t("mail.password_changed.notYou")];
    return { subject: t("mail.password_changed.subject"), lines, path: "/reset" };
  },
};

function forAdmins(subject: string, lines: string[], path: string): News {
  return { subject, lines, path, isForAdmins: true };
}

async function findAccount({ instagramAccountId }: MailSent["about"]) {
  const { id, username, problem, problemDetail, tokenExpiresAt, disconnectedAt } = instagramAccounts;
  const [account] = await db
    .select({
      username,
      problem,
      reason: sql<string | null>`${problemDetail}->>'reason'`,
      hoursLeft: sql<number>`extract(epoch from ${tokenExpiresAt} - now()) / 3600`.mapWith(Number),
    })
    .from(instagramAccounts)
    .where(and(eq(id, String(instagramAccountId)), isNull(disconnectedAt)));
  return account;
}

async function findEndpoint({ endpointId }: MailSent["about"]) {
  const { id, name, disabledReason } = webhookEndpoints;
  const [endpoint] = await db
    .select({ name, reason: disabledReason })
    .from(webhookEndpoints)
    .where(eq(id, String(endpointId)));
  return endpoint;
}

async function findInvitation({ invitationId }: MailSent["about"]) {
  const { id, role, expiresAt, acceptedAt, revokedAt } = invitations;
  const isOpen = and(isNull(acceptedAt), isNull(revokedAt), gt(expiresAt, sql`now()`));
  const [invitation] = await db
    .select({ role, expiresAt, inviter: members.name, workspace: workspaces.name })
    .from(invitations)
    .innerJoin(members, eq(members.id, invitations.invitedBy))
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .where(and(eq(id, String(invitationId)), isOpen));
  return invitation;
}

async function isResetOpen({ resetId }: MailSent["about"]): Promise<boolean> {
  const isOpen = and(eq(passwordResets.id, String(resetId)), gt(passwordResets.expiresAt, sql`now()`));
  return (await db.$count(passwordResets, isOpen)) > 0;
}

function isFailure(reason: string | null): reason is keyof Messages["errors"]["failure"] {
  return reason !== null && Object.hasOwn(CATALOGUES.en.errors.failure, reason);
}

/** Reconnecting alone does not help: their remedy says what else. */
const AT_INSTAGRAM_FIRST = ["account_checkpoint", "account_unconfirmed"];
