import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { expect, test } from "vitest";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { SystemDeadEvents } from "./system-dead-events.tsx";

const refuse = async () => ({ ok: false, error: { code: "unexpected" } }) as never;

function wordsOf(locale: Locale, kind: string, reason: string | null): string {
  const event = { id: "1", kind, reason, receivedAt: new Date(), attempts: 5 };
  return renderToStaticMarkup(
    <IntlProvider locale={locale} messages={CATALOGUES[locale]} timeZone="UTC" now={new Date()}>
      <SystemDeadEvents events={[event]} replay={refuse} replayAll={refuse} />
    </IntlProvider>,
  ).replace(/<[^>]+>/g, " ");
}

test.each([
  ["unreadable", "The body is not JSON.", /no JSON of Instagram/, /kein JSON von Instagram/],
  ["message", "too_deep", /nested deeper/, /tiefer verschachtelt/],
  ["unknown", "malformed", /shape of an event/, /Form eines Ereignisses/],
  ["unknown", "unknown_field", /a part of Instagram/, /einen Teil von Instagram/],
  ["unknown", "unknown_event", /names no customer/, /nennt keine Kundin/],
  ["unknown", "missing_mid", /which message/, /welche Nachricht/],
  ["unknown", "missing_contact", /which customer/, /welche Kundin/],
  ["unknown", "echo_not_from_account", /not shown as yours/, /nicht als Ihre Nachricht/],
  ["message", "too_many_attempts", /ended the process/, /brach der Prozess/],
  ["message", "ends_connection", /broke the connection/, /brach jedes Mal die Verbindung/],
  ["message", "DrizzleQueryError", /failed on our side/, /scheiterte/],
])("a dead %s says why in words, in both languages: %s", (kind, reason, english, german) => {
  expect(wordsOf("en", kind, reason)).toMatch(english);
  expect(wordsOf("de", kind, reason)).toMatch(german);
  if (kind !== "unreadable") expect(wordsOf("de", kind, reason)).toContain(reason);
});
