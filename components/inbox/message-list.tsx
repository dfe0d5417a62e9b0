"use client";
import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useMemo, useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useIsAlive } from "#components/ui/use-is-alive.ts";
import { personName } from "#lib/format.ts";
import { Arrivals } from "./arrivals.tsx";
import type { Thread } from "./merge.ts";
import { OlderMessages } from "./older-messages.tsx";
import { ThreadChunkView } from "./thread-chunk.tsx";
import { estimateHeight, type ThreadChunk } from "./thread-chunks.ts";
import { firstUnread, type ThreadExtra, threadItems } from "./thread-items.ts";
import type { ConversationSummary } from "./types.ts";
import type { Jump } from "./use-jump.ts";
import { useMessageCommand } from "./use-message-command.ts";
import { useNearby } from "./use-nearby.ts";
import { prefersStillness, useReadingPlace } from "./use-reading-place.ts";
import { useThreadChunks } from "./use-thread-chunks.ts";

const LARGE_SCREEN_PX = 1_600;

type MessageListProps = {
  conversation: ConversationSummary;
  thread: Thread;
  /** What stands between the messages, in order of time. */
  extras: ThreadExtra[];
  isAdmin: boolean;
  jump: Jump | null;
  jumpTo: (messageId: string) => void;
  markRead: (throughSeq: number) => void;
};

/**
 * The scroller is laid out from its end, so it opens there before any script has run, and what grows above moves nothing.
 */
export function MessageList({ conversation, thread, extras, isAdmin, jump, jumpTo, markRead }: MessageListProps) {
  const t = useTranslations("inbox.thread");
  const timeZone = useTimeZone() ?? "UTC";
  const { messages, hasOlder } = thread;
  const { contactReadAt } = conversation;
  const [firstUnreadId] = useState(() =>
    conversation.unreadCount > 0 ? firstUnread(messages, conversation.unreadCount) : null,
  );
  const items = useMemo(
    () => threadItems(messages, { timeZone, contactReadAt, firstUnreadId, extras, hasOlder }),
    [messages, timeZone, contactReadAt, firstUnreadId, extras, hasOlder],
  );
  const chunks = useThreadChunks(items);
  const firstDrawn = useFirstDrawn(chunks);
  const { id: conversationId, unreadCount } = conversation;
  const place = useReadingPlace({ conversationId, messages, firstUnreadId, unreadCount, markRead });
  const watch = useNearby(place.scroller);
  const isSelf = conversation.contact.username === conversation.accountUsername;
  const person = personName(conversation.contact);
  const name = isSelf ? t("selfAuthor", { name: person }) : person;

  const wantedId = jump?.isLoading === false ? jump.messageId : firstUnreadId;
  const wanted = useMemo(
    () => (wantedId ? chunks.findIndex((chunk) => chunk.items.some(({ key }) => key === wantedId)) : -1),
    [chunks, wantedId],
  );
  const { goTo, comeBackTo } = place;
  useLayoutEffect(() => {
    if (jump?.isLoading !== false) return;
    const target = document.getElementById(`message-${jump.messageId}`);
    if (!target) return;
    if (jump.top === undefined) arriveAt(target, goTo);
    else comeBackTo(target, jump.top);
  }, [jump, goTo, comeBackTo]);
  const newestId = messages.at(-1)?.id;
  useNewestInTabOrder(place.content, newestId);
  const focus = useMessageCommand(newestId);

  return (
    <div className="relative flex min-h-[clamp(1.5rem,calc(var(--visible-height,100dvh)*0.5-10rem),8rem)] flex-1 flex-col bg-thread">
      <div
        ref={place.scroller}
        onScroll={place.onScroll}
        onKeyDown={moveBetweenMessages}
        {...focus}
        role="log"
        aria-label={t("label")}
        // What scrolls into the page is no news; what is, `Arrivals` tells.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever scrolls by keyboard has to get here.
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-x-clip overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        <div ref={place.content} className="mx-auto w-full max-w-4xl pb-4">
          <OlderMessages conversationId={conversation.id} thread={thread} scroller={place.scroller} />
          {chunks.map((chunk, index) => (
            <ThreadChunkView
              key={chunk.key}
              items={chunk.items}
              contactName={name}
              isAdmin={isAdmin}
              jumpTo={jumpTo}
              watch={watch}
              startsDrawn={index >= firstDrawn}
              isWanted={wanted >= 0 && Math.abs(index - wanted) <= 1}
            />
          ))}
          {messages.length === 0 && <p className="py-10 text-center text-sm text-muted-foreground">{t("empty")}</p>}
        </div>
      </div>
      <Arrivals messages={messages} contactName={name} />
      {place.isAway && (
        <div className="pointer-events-none absolute right-4 bottom-3 flex justify-end sm:right-5">
          {place.newCount > 0 ? (
            <Button className="pointer-events-auto rounded-full shadow-floating" onClick={place.goToEnd}>
              <ArrowDown />
              {t("jumpToNew", { count: place.newCount })}
            </Button>
          ) : (
            <Button
              variant="secondary"
              size="icon"
              className="pointer-events-auto rounded-full shadow-floating"
              onClick={place.goToEnd}
              aria-label={t("jumpToEnd")}
              title={t("jumpToEnd")}
            >
              <ArrowDown />
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/**
 * From which chunk on a thread is drawn before anybody knows what is in sight: what fills this window; on the server, and until what
 * it sent has come to life, what fills most.
 */
function useFirstDrawn(chunks: ThreadChunk[]): number {
  const [screenPx] = useState(useIsAlive() ? window.innerHeight : LARGE_SCREEN_PX);
  let [first, leftPx] = [chunks.length, screenPx];
  while (first > 0 && leftPx > 0) leftPx -= estimateHeight(chunks[--first]?.items ?? []);
  return first;
}

/** Found, in the middle, with the focus on it unless somebody steps from hit to hit, and marked for as long as an eye needs. */
function arriveAt(target: HTMLElement, goTo: (element: Element) => void): void {
  goTo(target);
  if (!document.activeElement?.closest("search")?.querySelector("[data-thread-search]"))
    target.focus({ preventScroll: true });
  target.animate?.([{ backgroundColor: "var(--primary-soft)" }, { backgroundColor: "transparent" }], {
    duration: 2_000,
    easing: prefersStillness() ? "step-end" : "linear",
  });
}

/** The arrow keys go from message to message, once the focus is on one. */
function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const target = event.target as HTMLElement;
  if (step === 0 || !target.matches("[data-message]")) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
  const next = all[all.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** One Tab leads to the newest message; the others are an arrow key away, not a hundred Tabs. */
function useNewestInTabOrder(content: { current: HTMLElement | null }, newestId: string | undefined): void {
  useLayoutEffect(() => {
    const newest = content.current?.querySelector(`[data-message="${newestId}"]`);
    newest?.setAttribute("tabindex", "0");
    return () => newest?.setAttribute("tabindex", "-1");
  }, [content, newestId]);
}
