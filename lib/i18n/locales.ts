export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en";

/** Cookies that a browser's choices live in; readable by scripts, they hold nothing secret. */
export const LOCALE_COOKIE = "locale";
export const THEME_COOKIE = "theme";
export const TIME_ZONE_COOKIE = "timezone";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The first language of an Accept-Language header that we speak, by its weights. */
export function preferredLocale(acceptLanguage: string | null): Locale | null {
  const wishes = (acceptLanguage ?? "").split(",").map((wish) => {
    const [tag = "", ...parameters] = wish.trim().split(";");
    const weight = Number(
      parameters
        .find((parameter) => parameter.trim().startsWith("q="))
        ?.trim()
        .slice(2) ?? 1,
    );
    return { language: tag.toLowerCase().split("-")[0], weight: Number.isFinite(weight) ? weight : 0 };
  });
  const spoken = wishes.filter(({ language, weight }) => isLocale(language) && weight > 0);
  const [best] = spoken.sort((one, other) => other.weight - one.weight);
  return isLocale(best?.language) ? best.language : null;
}
