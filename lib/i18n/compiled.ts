import compile from "icu-minify/compile";
import { CATALOGUES, type Messages } from "./catalogue.ts";
import type { Locale } from "./locales.ts";

const compiled = new Map<Locale, Messages>();

/**
 * The catalogue as Next's build wants it: `next.config.js` gives use-intl the formatter that only knows messages parsed
 * beforehand, so that no browser has to load a parser. Everything outside Next takes `CATALOGUES` as they are, mails above all,
 * whose words no page needs.
 */
export function compiledMessages(locale: Locale): Messages {
  const known = compiled.get(locale);
  if (known) return known;
  // The compiler makes objects without a prototype, which React does not hand to a browser; a clone has one.
  const { mail: _, ...shown } = CATALOGUES[locale];
  const messages = structuredClone(compileAll(shown)) as Messages;
  compiled.set(locale, messages);
  return messages;
}

function compileAll(tree: object): object {
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    typeof value === "string" ? compile(value) : compileAll(value),
  ]);
  return Object.fromEntries(entries);
}
