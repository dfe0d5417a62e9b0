import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { MessageList } from "#components/inbox/message-list.tsx";
import type { ConversationMessage, ConversationSummary, InboxViewer } from "#components/inbox/types.ts";
import { type Replies, RepliesContext } from "#components/inbox/use-replies.ts";
import { AccountNotice } from "#components/inbox/window-notice.tsx";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";

type Thread = { conversation: ConversationSummary; messages: ConversationMessage[] };

/** All that the notices ask of who is looking. */
const VIEWER = { isAdmin: true } as InboxViewer;

const DEAF: Replies = {
  send: () => "",
  takeBack: async () => false,
  takeBackLast: () => false,
  undoUntil: () => null,
  retry: () => undefined,
  discard: () => undefined,
};

/** The thread and what stands below it, as the server renders them. */
export function renderThread({ conversation, messages }: Thread, locale: Locale): { thread: string; notice: string } {
  const draw = (element: React.ReactNode) =>
    renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <IntlProvider
          locale={locale}
          messages={CATALOGUES[locale]}
          timeZone="Europe/Zurich"
          now={new Date(1793354400000)}
        >
          <RepliesContext value={DEAF}>{element}</RepliesContext>
        </IntlProvider>
      </QueryClientProvider>,
    );
  const thread = { messages, oldest: null, hasOlder: false, isLoaded: true };
  return {
    thread: draw(
      <MessageList
        conversation={{ ...conversation, unreadCount: 0 }}
        thread={thread}
        extras={[]}
        isAdmin
        jump={null}
        jumpTo={() => undefined}
        markRead={() => undefined}
      />,
    ),
    notice: draw(<AccountNotice conversation={conversation} viewer={VIEWER} />),
  };
}
