import { eq, sql } from "drizzle-orm";
import { createTranslator } from "use-intl/core";
import { db } from "#db/client.ts";
import { instagramAccounts, type mails, webhookEndpoints } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { CATALOGUES, type Messages } from "#lib/i18n/catalogue.ts";
import { DEFAULT_LOCALE, type Locale } from "#lib/i18n/locales.ts";

type Mail = Pick<typeof mails.$inferSelect, "kind" | "about" | "workspaceId"> & { name: string; locale: Locale | null };
type Words = ReturnType<typeof wordsIn>;
/** What happened, what to do about it, and the page on which it is done. */
type News = { subject: string; lines: string[]; path: string };

/** The letter in its reader's language, plain text with one link; null where what it was to tell is no longer so. */
export async function writeLetter(mail: Mail): Promise<{ subject: string; text: string } | null> {
  const t = wordsIn(mail.locale ?? DEFAULT_LOCALE);
  const news = await WRITERS[mail.kind](t, mail);
  if (!news) return null;
  const url = env().APP_URL;
  const parts = [t("mail.greeting", { name: mail.name }), ...news.lines, `${url}${news.path}`];
  const footer = `-- \n${t("mail.footer", { url })}`;
  return { subject: oneLine(news.subject), text: [...parts.map(oneLine), footer].join("\n\n") };
}

const WRITERS: Record<Mail["kind"], (t: Words, mail: Mail) => News | null | Promise<News | null>> = {
  account_problem: async (t, { about }) => {
    const account = await findAccount(about);
    if (!account?.problem) return null;
    const reason = isFailure(account.reason) ? account.reason : "token_expired";
    const { username, problem } = account;
    const isMendedHere = problem === "reconnect" && !AT_INSTAGRAM_FIRST.includes(reason);
    const remedy = isMendedHere ? t("mail.account_problem.reconnect") : t(`errors.failure.${reason}.remedy`);
    const lines = [t(`errors.failure.${reason}.sentence`), remedy, t("mail.account_problem.kept")];
    return { subject: t("mail.account_problem.subject", { username }), lines, path: "/settings/accounts" };
  },
  token_expiring: async (t, { about }) => {
    const account = await findAccount(about);
    const isNear = account && account.hoursLeft > 0 && account.hoursLeft <= Number(about.days) * 24;
    if (!isNear || account.problem) return null;
    const values = { username: account.username, days: Math.ceil(account.hoursLeft / 24) };
    const lines = [t("mail.token_expiring.text", values), t("mail.token_expiring.remedy")];
    return { subject: t("mail.token_expiring.subject", values), lines, path: "/settings/accounts" };
  },
  endpoint_disabled: async (t, { about }) => {
    const endpoint = await findEndpoint(about);
    if (!endpoint?.reason) return null;
    const lines = [t(`mail.endpoint_disabled.${endpoint.reason}`), t("mail.endpoint_disabled.remedy")];
    return {
      subject: t("mail.endpoint_disabled.subject", { name: endpoint.name }),
      lines,
      path: "/settings/developers",
    };
  },
  test: (t) => ({ subject: t("mail.test.subject"), lines: [t("mail.test.text")], path: "/settings/system" }),
};

async function findAccount({ instagramAccountId }: Mail["about"]) {
  const { id, username, problem, problemDetail, tokenExpiresAt, disconnectedAt } = instagramAccounts;
  const [account] = await db
    .select({
      username,
      problem,
      reason: sql<string | null>`${problemDetail}->>'reason'`,
      hoursLeft: sql<number>`extract(epoch from ${tokenExpiresAt} - now()) / 3600`.mapWith(Number),
    })
    .from(instagramAccounts)
    .where(sql`${eq(id, String(instagramAccountId))} and ${disconnectedAt} is null`);
  return account;
}

async function findEndpoint({ endpointId }: Mail["about"]) {
  const { id, name, disabledReason } = webhookEndpoints;
  const [endpoint] = await db
    .select({ name, reason: disabledReason })
    .from(webhookEndpoints)
    .where(eq(id, String(endpointId)));
  return endpoint;
}

function wordsIn(locale: Locale) {
  return createTranslator({ locale, messages: CATALOGUES[locale] });
}

function isFailure(reason: string | null): reason is keyof Messages["errors"]["failure"] {
  return reason !== null && Object.hasOwn(CATALOGUES.en.errors.failure, reason);
}

/** Reconnecting alone does not help: their remedy says what else. */
const AT_INSTAGRAM_FIRST = ["account_checkpoint", "account_unconfirmed"];

/** Names are chosen by people: they begin no line and no header of their own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
