import { cookies, headers } from "next/headers";
import { cache } from "react";
import { createTranslator } from "use-intl/core";
import { getMember } from "#lib/auth/session.ts";
import type { Namespace } from "./catalogue.ts";
import { compiledMessages } from "./compiled.ts";
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, type Locale, preferredLocale, TIME_ZONE_COOKIE } from "./locales.ts";

/** The member's choice, else the browser's last choice, else the first language of the browser that we speak. */
export const getLocale = cache(async (): Promise<Locale> => {
  const member = await getMember();
  if (member?.locale) return member.locale;
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  return preferredLocale((await headers()).get("accept-language")) ?? DEFAULT_LOCALE;
});

/** The browser tells its time zone in a cookie; before its first visit is over, times are told in UTC. */
export const getTimeZone = cache(async (): Promise<string> => {
  const told = (await cookies()).get(TIME_ZONE_COOKIE)?.value;
  return told && isTimeZone(told) ? told : "UTC";
});

/** `const t = await getTranslator("accounts")` for server components and actions; in client components `useTranslations`. */
export async function getTranslator<N extends Namespace>(namespace: N) {
  const [locale, timeZone] = await Promise.all([getLocale(), getTimeZone()]);
  return createTranslator({ locale, messages: compiledMessages(locale), namespace, timeZone });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
