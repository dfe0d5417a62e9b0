"use client";
import { ArrowDown } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { personName } from "#lib/format.ts";
import type { Thread } from "./merge.ts";
import { MessageBubble } from "./message-bubble.tsx";
import { OlderMessages } from "./older-messages.tsx";
import { firstUnread, threadItems } from "./thread-items.ts";
import { useDayWords } from "./time-words.ts";
import type { ConversationSummary } from "./types.ts";
import { useReadingPlace } from "./use-reading-place.ts";

type MessageListProps = { conversation: ConversationSummary; thread: Thread; markRead: (throughSeq: number) => void };

/**
 * The scroller is laid out from its end, so it opens there before any script has run, and what grows above moves nothing.
 */
export function MessageList({ conversation, thread, markRead }: MessageListProps) {
  const t = useTranslations("inbox.thread");
  const dayWords = useDayWords();
  const timeZone = useTimeZone() ?? "UTC";
  const { messages } = thread;
  const [firstUnreadId] = useState(() =>
    conversation.unreadCount > 0 ? firstUnread(messages, conversation.unreadCount) : null,
  );
  const place = useReadingPlace({ messages, firstUnreadId, unreadCount: conversation.unreadCount, markRead });
  const items = useMemo(
    () => threadItems(messages, { timeZone, contactReadAt: conversation.contactReadAt, firstUnreadId }),
    [messages, timeZone, conversation.contactReadAt, firstUnreadId],
  );
  const name = personName(conversation.contact);
  const jumpTo = useCallback((id: string) => {
    const target = document.getElementById(`message-${id}`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.animate([{ backgroundColor: "var(--primary-soft)" }, { backgroundColor: "transparent" }], 1_600);
  }, []);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col bg-thread">
      <div
        ref={place.scroller}
        onScroll={place.onScroll}
        role="log"
        aria-label={t("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever scrolls by keyboard has to get here.
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        <div ref={place.content} className="mx-auto w-full max-w-4xl pb-4">
          <OlderMessages conversationId={conversation.id} thread={thread} scroller={place.scroller} />
          {items.map((item) => {
            if (item.type === "day") return <Divider key={item.key}>{dayWords(item.at)}</Divider>;
            if (item.type === "new") return <NewDivider key={item.key} />;
            return (
              <MessageBubble
                key={item.key}
                message={item.message}
                status={item.status}
                contactName={name}
                isFirst={item.isFirst}
                isLast={item.isLast}
                showsAuthor={item.showsAuthor}
                jumpTo={jumpTo}
              />
            );
          })}
          {messages.length === 0 && <p className="py-10 text-center text-sm text-muted-foreground">{t("empty")}</p>}
        </div>
      </div>
      {place.isAway && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            variant={place.newCount > 0 ? "default" : "secondary"}
            size="sm"
            className="pointer-events-auto rounded-full shadow-floating"
            onClick={place.goToEnd}
          >
            <ArrowDown />
            {place.newCount > 0 ? t("jumpToNew", { count: place.newCount }) : t("jumpToEnd")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Divider({ children }: { children: string }) {
  return (
    <h3 className="flex justify-center px-4 pt-5 pb-1.5">
      <span className="rounded-full bg-muted px-3 py-0.5 text-xs font-medium text-muted-foreground">{children}</span>
    </h3>
  );
}

function NewDivider() {
  const t = useTranslations("inbox.thread");
  return (
    <h3
      data-new-messages
      className="flex items-center gap-3 px-5 pt-4 pb-1 text-xs font-semibold text-primary-text before:h-px before:flex-1 before:bg-primary/40 after:h-px after:flex-1 after:bg-primary/40"
    >
      {t("newMessages")}
    </h3>
  );
}
