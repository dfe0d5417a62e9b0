import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { IntlProvider } from "use-intl";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Replies, RepliesContext } from "./use-replies.ts";

type Around = { locale?: Locale; replies?: Partial<Replies> };

/** For tests: in a language, with somebody to hear what is done with replies. */
export function renderInbox(element: ReactElement, around: Around = {}) {
  return render(inInbox(element, around));
}

function inInbox(element: ReactElement, { locale = "en", replies }: Around = {}) {
  const deaf: Replies = {
    send: () => "act-1",
    takeBack: async () => true,
    takeBackLast: () => false,
    undoUntil: () => null,
    retry: () => undefined,
    discard: () => undefined,
  };
  return (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <IntlProvider
        locale={locale}
        messages={CATALOGUES[locale]}
        timeZone="Europe/Berlin"
        now={new Date("2026-11-22T12:00:00Z")}
      >
        <RepliesContext value={{ ...deaf, ...replies }}>{element}</RepliesContext>
      </IntlProvider>
    </QueryClientProvider>
  );
}
