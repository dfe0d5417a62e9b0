"use client";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { useThreadExtras } from "#components/team/use-asides.tsx";
import { Button } from "#components/ui/button.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { replyWindow } from "#lib/inbox/window.ts";
import { Composer } from "./composer.tsx";
import { ConversationHeader } from "./conversation-header.tsx";
import { useThread } from "./inbox-queries.ts";
import { MessageList } from "./message-list.tsx";
import { QuotingProvider } from "./quoting.tsx";
import { ThreadSkeleton } from "./skeletons.tsx";
import type { ConversationSummary, InboxViewer } from "./types.ts";
import { JumpProvider, useJump } from "./use-jump.ts";
import { useKeptReplies, useReplies } from "./use-replies.ts";
import { AccountNotice, ClosedWindow, WindowLine } from "./window-notice.tsx";

type ConversationPaneProps = {
  conversation: ConversationSummary;
  viewer: InboxViewer;
  isCustomerShown: boolean;
  toggleCustomer: () => void;
  toggleDone: (conversation: ConversationSummary) => void;
  markUnread: (conversation: ConversationSummary) => void;
  markRead: (conversation: ConversationSummary, throughSeq: number) => void;
};

/** One conversation; its place is taken by another one whole, never by parts. */
export function ConversationPane(props: ConversationPaneProps) {
  const { conversation, viewer, isCustomerShown, toggleCustomer, toggleDone, markUnread, markRead } = props;
  const t = useTranslations("inbox");
  const { thread, isError, refetch } = useThread(conversation.id);
  useKeptReplies(viewer, conversation.id, thread !== undefined);
  const extras = useThreadExtras(conversation.id);
  const { jump, jumpTo } = useJump(conversation.id);
  const readThrough = useCallback((seq: number) => markRead(conversation, seq), [markRead, conversation]);

  return (
    <JumpProvider value={jumpTo}>
      <QuotingProvider>
        <section aria-label={t("thread.label")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <ConversationHeader
            conversation={conversation}
            showsAccount={viewer.accounts.length > 1}
            isCustomerShown={isCustomerShown}
            toggleCustomer={toggleCustomer}
            toggleDone={() => toggleDone(conversation)}
            markUnread={() => markUnread(conversation)}
          />
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
          <ReplyArea conversation={conversation} viewer={viewer} />
        </section>
      </QuotingProvider>
    </JumpProvider>
  );
}

/** The composer while one may reply, and in its place the reason while one may not. */
function ReplyArea({ conversation, viewer }: { conversation: ConversationSummary; viewer: InboxViewer }) {
  const replies = useReplies();
  const now = useClock();
  const lastInboundAt = conversation.lastInboundAt ? new Date(conversation.lastInboundAt) : null;
  const refusedAt = conversation.windowRefusedAt ? new Date(conversation.windowRefusedAt) : null;
  const window = replyWindow(lastInboundAt, now, viewer.hasHumanAgent, refusedAt);
  const canReply = window.state !== "closed" && window.state !== "none";
  const isAsPerson = window.state === "human_agent";
  return (
    <div className="shrink-0 border-t bg-card px-3 pt-2.5 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-5">
      <div className="mx-auto grid w-full max-w-4xl gap-2">
        {(canReply || !conversation.isAccountConnected) && (
          <AccountNotice conversation={conversation} viewer={viewer} />
        )}
        {conversation.isAccountConnected && !canReply && (
          <ClosedWindow conversation={conversation} window={window} hasHumanAgent={viewer.hasHumanAgent} />
        )}
        {conversation.isAccountConnected && canReply && (
          <>
            <WindowLine window={window} />
            <Composer
              memberId={viewer.memberId}
              conversationId={conversation.id}
              send={(text) => replies.send(conversation, { parts: [{ text }], humanAgent: isAsPerson })}
            />
          </>
        )}
      </div>
    </div>
  );
}
