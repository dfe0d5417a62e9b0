import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { expect, test } from "vitest";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { SystemJobs } from "./system-jobs.tsx";

const retry = async () => ({ ok: true, data: true }) as const;

function wordsOf(locale: Locale, name: string, error: string | null): string {
  const job = { id: "7", name, attempts: 3, triedAt: new Date(), error };
  return renderToStaticMarkup(
    <IntlProvider locale={locale} messages={CATALOGUES[locale]} timeZone="UTC" now={new Date()}>
      <SystemJobs jobs={[job]} retry={retry} />
    </IntlProvider>,
  ).replace(/<[^>]+>/g, " ");
}

test.each([
  ["send-mail", /Sending an e-mail/, /Eine E-Mail verschicken/],
  ["reconcile-account", /did not send/, /nicht geschickt hat/],
  ["sweep-inbox", /housekeeping/, /Aufräumen/],
  ["toString", /does not know/, /nicht kennt/],
])("a given-up %s is named in words, with its number and a way to try it again, in both languages", (name, en, de) => {
  for (const [locale, words, again] of [
    ["en", en, /Try again/],
    ["de", de, /Erneut versuchen/],
  ] as const) {
    const said = wordsOf(locale, name, "DrizzleQueryError 23505");
    expect(said).toMatch(words);
    expect(said).toMatch(again);
    expect(said).toContain(`${name} 7 · DrizzleQueryError 23505`);
  }
  expect(wordsOf("en", name, null)).not.toContain("null");
});
