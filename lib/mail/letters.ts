import { env } from "#lib/env.ts";
import { DEFAULT_LOCALE, isLocale, type Locale } from "#lib/i18n/locales.ts";
import { findNews, type MailSent, wordsIn } from "./news.ts";

/** `locale` is null where its reader never chose one. */
export type Mail = Omit<MailSent, "locale"> & { locale: Locale | null };

/** The letter in its reader's language, plain text with one link; null where what it was to tell is no longer so. */
export async function writeLetter(mail: Mail): Promise<{ subject: string; text: string } | null> {
  const locale = localeOf(mail);
  const t = wordsIn(locale);
  const news = await findNews(t, { ...mail, locale });
  if (!news) return null;
  const url = env().APP_URL;
  const greeting = mail.name ? t("mail.greeting", { name: mail.name }) : t("mail.greetingPlain");
  const parts = [greeting, ...news.lines, `${url}${news.path}`];
  const footer = [`Antwort, ${url}`, ...(news.isForAdmins ? [t("mail.footer")] : [])];
  const text = [...parts.map(oneLine), ["-- ", ...footer].join("\n")].join("\n\n");
  return { subject: oneLine(news.subject), text };
}

/** Of who is no member yet only the inviter's language is known. */
function localeOf({ locale, about }: Mail): Locale {
  if (locale) return locale;
  return isLocale(about.locale) ? about.locale : DEFAULT_LOCALE;
}

/** Names are chosen by people: they begin no line and no header of their own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
