"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { IntlProvider, useTimeZone } from "use-intl";
import { CacheProvider } from "#components/inbox/cache-provider.tsx";
import { keys } from "#components/inbox/inbox-cache.ts";
import type { Thread } from "#components/inbox/merge.ts";
import { QuotingProvider } from "#components/inbox/quoting.tsx";
import { ThreadItems } from "#components/inbox/thread-chunk.tsx";
import { threadItems } from "#components/inbox/thread-items.ts";
import type { ConversationMessage, ConversationSummary, InboxViewer } from "#components/inbox/types.ts";
import { ReactionContext, withOurs } from "#components/inbox/use-reactions.ts";
import { type Replies, RepliesContext } from "#components/inbox/use-replies.ts";
import { AccountNotice } from "#components/inbox/window-notice.tsx";
import { Button } from "#components/ui/button.tsx";
import { personName } from "#lib/format.ts";
import type { Messages } from "#lib/i18n/catalogue.ts";
import type { Locale } from "#lib/i18n/locales.ts";

type GalleryThread = {
  contact: Pick<ConversationSummary["contact"], "id" | "igsid" | "username" | "name">;
  accountUsername: string;
  contactReadAt: string | null;
  standbySince: string | null;
  messages: ConversationMessage[];
};
export type GalleryPayload = { name: string; what: string; threads: GalleryThread[]; kept: string[] };
type Words = { locale: Locale; messages: Messages };

const DEAF: Replies = {
  send: () => "",
  takeBack: async () => false,
  takeBackLast: () => false,
  undoUntil: () => null,
  retry: () => undefined,
  discard: () => undefined,
};

/** Every payload in both languages, side by side, and in the theme that is chosen above. */
export function Gallery({ payloads, words }: { payloads: GalleryPayload[]; words: Words[] }) {
  const [theme, setTheme] = useState<"light" | "dark">("light");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <CacheProvider>
      <main className="grid gap-8 p-4">
        <div className="flex items-center justify-between">
          <h1 className="text-2xl font-semibold">Payloads</h1>
          <Button variant="secondary" size="sm" onClick={() => setTheme(theme === "light" ? "dark" : "light")}>
            {theme === "light" ? "Dark" : "Light"}
          </Button>
        </div>
        {payloads.map((payload) => (
          <section key={payload.name || payload.what} className="grid gap-2">
            <h2 className="flex flex-wrap items-baseline gap-x-3 text-lg font-semibold">
              {payload.what}
              <code className="text-sm font-normal text-muted-foreground">{payload.name}</code>
            </h2>
            {payload.kept.length > 0 && (
              <p className="text-sm text-muted-foreground">Kept: {payload.kept.join(", ")}</p>
            )}
            <div className="grid gap-3 lg:grid-cols-2">
              {payload.threads.length > 0 &&
                words.map((one) => <Cell key={one.locale} payload={payload} words={one} />)}
            </div>
          </section>
        ))}
      </main>
    </CacheProvider>
  );
}

function Cell({ payload, words: { locale, messages } }: { payload: GalleryPayload; words: Words }) {
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone} now={new Date()}>
      <RepliesContext value={DEAF}>
        <QuotingProvider>
          <div lang={locale} className="min-w-0 rounded-lg border bg-thread pb-3">
            {payload.threads.map((thread) => (
              <GalleryThreadView key={thread.contact.id} thread={thread} timeZone={timeZone} />
            ))}
          </div>
        </QuotingProvider>
      </RepliesContext>
    </IntlProvider>
  );
}

function GalleryThreadView({ thread, timeZone }: { thread: GalleryThread; timeZone: string }) {
  const client = useQueryClient();
  const [messages, setMessages] = useState(() => thread.messages.map(withSamples));
  useState(() => {
    const cached: Thread = { messages, oldest: null, hasOlder: false, isLoaded: true };
    client.setQueryData(keys.thread(messages[0]?.conversationId ?? ""), cached);
  });
  const react = (message: ConversationMessage, emoji: string | null) =>
    setMessages((all) =>
      all.map((one) => (one.id === message.id ? { ...one, reactions: withOurs(one.reactions, emoji) } : one)),
    );
  const { contactReadAt } = thread;
  const conversation = { isAccountConnected: true, accountProblem: null, accountPausedUntil: null, ...thread };
  return (
    <ReactionContext value={react}>
      <ThreadItems
        items={threadItems(messages, { timeZone, contactReadAt, firstUnreadId: null })}
        contactName={personName(thread.contact)}
        isAdmin
        jumpTo={(id) => document.getElementById(`message-${id}`)?.scrollIntoView({ block: "center" })}
      />
      <div className="px-4 pt-3 empty:hidden">
        <AccountNotice
          conversation={conversation as unknown as ConversationSummary}
          viewer={{ isAdmin: true } as InboxViewer}
        />
      </div>
    </ReactionContext>
  );
}

const SAMPLES: Partial<Record<ConversationMessage["attachments"][number]["type"], string>> = {
  video: "clip.mp4",
  reel: "clip.mp4",
  audio: "voice.m4a",
};

/** There is no Instagram behind the gallery, so what a payload carries is shown by samples. */
function withSamples(message: ConversationMessage): ConversationMessage {
  const sample = (path: string | null, name: string) =>
    path?.startsWith("/api/") ? `/gallery/media/${name}?${message.id}${path}` : path;
  return {
    ...message,
    attachments: message.attachments.map((one) => ({
      ...one,
      mediaPath: sample(one.mediaPath, one.isAnimation ? "wave.gif" : (SAMPLES[one.type] ?? "photo.svg")),
    })),
    story: message.story && { ...message.story, mediaPath: sample(message.story.mediaPath, "photo.svg") ?? "" },
    referral: message.referral && {
      ...message.referral,
      mediaPath: sample(message.referral.mediaPath, "photo.svg"),
    },
  };
}
