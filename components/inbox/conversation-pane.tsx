"use client";
import { memo, useCallback, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { ThreadSearchSlot } from "#components/search/thread-search-slot.tsx";
import { useThreadExtras } from "#components/team/use-asides.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIsAlive } from "#components/ui/use-is-alive.ts";
import { useAddress } from "./address.tsx";
import { ReplyArea } from "./composer/reply-area.tsx";
import { ConversationBar } from "./conversation-bar.tsx";
import { ConversationHeader } from "./conversation-header.tsx";
import { useThread } from "./inbox-queries.ts";
import { findPlace } from "./kept-place.ts";
import { MessageList } from "./message-list.tsx";
import { goTo, inboxHref } from "./navigation.ts";
import { QuotingProvider } from "./quoting.tsx";
import { ThreadSkeleton } from "./skeletons.tsx";
import type { ConversationSummary, InboxViewer } from "./types.ts";
import { useActs } from "./use-conversation-actions.ts";
import { JumpProvider, useJump } from "./use-jump.ts";
import { useKeptReplies } from "./use-replies.ts";

export type ConversationPaneProps = {
  conversation: ConversationSummary;
  viewer: InboxViewer;
  isCustomerShown: boolean;
  toggleCustomer: () => void;
  markRead: (conversation: ConversationSummary, throughSeq: number) => void;
};

/** One conversation; its place is taken by another one whole, never by parts. */
export default memo(function ConversationPane(props: ConversationPaneProps) {
  const { conversation, viewer, isCustomerShown, toggleCustomer, markRead } = props;
  const acts = useActs();
  const { place } = useAddress();
  const t = useTranslations("inbox");
  const isAlive = useIsAlive();
  const { thread, isError, refetch } = useThread(conversation.id);
  useKeptReplies(viewer, conversation.id, thread !== undefined);
  const extras = useThreadExtras(conversation.id);
  const { jump, jumpTo, comeBackTo } = useJump(conversation.id);
  const isLoaded = thread !== undefined;
  const opensAtUnread = useRef(conversation.unreadCount > 0);
  useEffect(() => {
    const isLedElsewhere = opensAtUnread.current || new URLSearchParams(location.search).has("at");
    const kept = isLoaded && !isLedElsewhere && findPlace(conversation.id);
    if (kept) void comeBackTo(kept);
  }, [isLoaded, conversation.id, comeBackTo]);
  const readThrough = useCallback((seq: number) => markRead(conversation, seq), [markRead, conversation]);

  return (
    <JumpProvider value={jumpTo}>
      <QuotingProvider>
        <section
          aria-label={t("thread.label")}
          inert={!isAlive}
          className="group/pane flex min-h-0 min-w-0 flex-1 flex-col overflow-x-hidden overflow-y-auto"
        >
          <ConversationHeader
            conversation={conversation}
            showsAccount={viewer.accounts.length > 1}
            isCustomerShown={isCustomerShown}
            toggleCustomer={toggleCustomer}
          />
          <ThreadSearchSlot conversationId={conversation.id} />
          {thread && (
            <MessageList
              conversation={conversation}
              thread={thread}
              extras={extras}
              isAdmin={viewer.isAdmin}
              jump={jump}
              jumpTo={jumpTo}
              markRead={readThrough}
            />
          )}
          {!thread && !isError && <ThreadSkeleton />}
          {!thread && isError && (
            <EmptyState
              className="flex-1"
              title={t("thread.failedToLoad")}
              action={
                <Button variant="secondary" onClick={() => void refetch()}>
                  {t("status.tryAgain")}
                </Button>
              }
            />
          )}
          <ReplyArea
            conversation={conversation}
            viewer={viewer}
            messages={thread?.messages}
            markDone={(given) => void acts.close([conversation], given)}
            takeUp={() => {
              acts.restoreStatus([conversation]);
              goTo(inboxHref(conversation.id, place));
            }}
          />
          <ConversationBar conversation={conversation} />
        </section>
      </QuotingProvider>
    </JumpProvider>
  );
});
