import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { IntlProvider } from "use-intl";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Replies, RepliesContext } from "./use-replies.ts";

/** For tests: in a language, with somebody to hear what is done with replies. */
export function renderInbox(
  element: ReactElement,
  { locale = "en", replies }: { locale?: Locale; replies?: Replies } = {},
) {
  const deaf: Replies = { send: () => [], retry: () => undefined, discard: () => undefined };
  return render(
    <IntlProvider
      locale={locale}
      messages={CATALOGUES[locale]}
      timeZone="Europe/Berlin"
      now={new Date("2026-11-22T12:00:00Z")}
    >
      <RepliesContext value={replies ?? deaf}>{element}</RepliesContext>
    </IntlProvider>,
  );
}
