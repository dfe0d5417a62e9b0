"use client";
import { useQueryClient } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useUnreadNotifications } from "#components/team/bell.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { cn } from "#lib/cn.ts";
import { ConversationPane } from "./conversation-pane.tsx";
import { CustomerPane } from "./customer-pane.tsx";
import { seed } from "./inbox-cache.ts";
import { belongs, useConversation, useConversationList, useUnreadConversations } from "./inbox-queries.ts";
import { ListPane } from "./list-pane.tsx";
import { LiveUpdates } from "./live-updates.tsx";
import { goTo, inboxHref, useInboxAddress } from "./navigation.ts";
import { ThreadSkeleton } from "./skeletons.tsx";
import type { ConversationSummary, FirstScreen, InboxActions, InboxViewer } from "./types.ts";
import { useConversationActions } from "./use-conversation-actions.ts";
import { RepliesContext, useReplyActions } from "./use-replies.ts";
import { useShortcuts } from "./use-shortcuts.ts";

type InboxScreenProps = { viewer: InboxViewer; first: FirstScreen; actions: InboxActions };

/** List, conversation and customer: side by side on a desk, one at a time on a phone. The address says what is shown. */
export function InboxScreen({ viewer, first, actions }: InboxScreenProps) {
  const t = useTranslations("inbox");
  const client = useQueryClient();
  useState(() => seed(client, first));
  useEffect(() => seed(client, first), [client, first]);

  const { view, accountId, openedId } = useInboxAddress();
  const { conversation, isGone } = useConversation(openedId);
  const keptId = useKept(
    `${view} ${accountId} ${openedId}`,
    conversation && belongs(conversation, view) ? openedId : null,
  );
  const { list, ...state } = useConversationList(view, accountId, keptId);
  const replies = useReplyActions(viewer, actions);
  const { close, reopen, markUnread, markRead, release } = useConversationActions(actions);
  const [customer, setCustomer] = useState<"auto" | "open" | "closed">("auto");
  useEffect(() => release(openedId), [release, openedId]);
  useTitle(t("title"), first);

  const toggleCustomer = useCallback(() => {
    setCustomer((now) => {
      const isShown = now === "auto" ? matchMedia("(min-width: 80rem)").matches : now === "open";
      return isShown ? "closed" : "open";
    });
  }, []);
  const open = (id: string | undefined) => id && goTo(inboxHref(id, view, accountId));
  const neighbour = (step: 1 | -1) => {
    const index = list.findIndex(({ id }) => id === openedId);
    return list[index < 0 ? 0 : index + step];
  };
  const toggleDone = (shown: ConversationSummary) => {
    if (shown.closedAt) return void reopen(shown);
    const next = matchMedia("(min-width: 48rem)").matches ? (neighbour(1) ?? neighbour(-1)) : undefined;
    goTo(inboxHref(next && next.id !== shown.id ? next.id : null, view, accountId));
    void close(shown);
  };
  useShortcuts({
    j: () => open(neighbour(1)?.id),
    k: () => open(neighbour(-1)?.id),
    r: () => document.querySelector<HTMLElement>("[data-composer]")?.focus(),
    e: () => conversation && toggleDone(conversation),
    u: () => conversation && void markUnread(conversation),
  });

  return (
    <RepliesContext value={replies}>
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <LiveUpdates cursor={first.cursor} />
        <div className="relative flex min-h-0 flex-1">
          <ListPane viewer={viewer} list={list} {...state} />
          <div className={cn("flex min-h-0 min-w-0 flex-1", !openedId && "max-md:hidden")}>
            {conversation && (
              <ConversationPane
                key={conversation.id}
                conversation={conversation}
                viewer={viewer}
                isCustomerShown={customer === "open"}
                toggleCustomer={toggleCustomer}
                toggleDone={toggleDone}
                markUnread={markUnread}
                markRead={markRead}
              />
            )}
            {openedId && !conversation && !isGone && <ThreadSkeleton />}
            {openedId && isGone && <EmptyState className="flex-1" title={t("conversation.gone")} />}
            {!openedId && list.length === 0 && <div className="flex-1 bg-thread" />}
            {!openedId && list.length > 0 && (
              <EmptyState className="flex-1 bg-thread" icon={<MessagesSquare />} title={t("empty.pickTitle")}>
                {t("empty.pick")}
              </EmptyState>
            )}
          </div>
          {conversation && customer !== "closed" && (
            <div className={cn("contents", customer === "auto" && "max-xl:hidden")}>
              <CustomerPane conversation={conversation} close={() => setCustomer("closed")} />
            </div>
          )}
        </div>
      </main>
    </RepliesContext>
  );
}

/** The opened row stays in its list for as long as it is open, though reading it has taken it out of the view. */
function useKept(place: string, belongingId: string | null): string | null {
  const [kept, setKept] = useState({ place, id: belongingId });
  if (kept.place === place) return kept.id;
  setKept({ place, id: belongingId });
  return belongingId;
}

/** How many conversations wait, where a person sees it from another tab. */
function useTitle(title: string, first: FirstScreen): void {
  const unread = useUnreadConversations() + useUnreadNotifications().count;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer of the server writes its own title, without the count.
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${title} · Antwort`;
  }, [unread, title, first]);
}
