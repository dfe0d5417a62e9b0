"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useCallback, useRef } from "react";
import { useTranslations } from "use-intl";
import { Bell } from "#components/team/bell.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { cn } from "#lib/cn.ts";
import { AccountFilter } from "./account-filter.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { fetchNextWindow, keys } from "./inbox-cache.ts";
import { useKnowsAny, useUnreadConversations } from "./inbox-queries.ts";
import { followWithin, inboxHref, useInboxAddress, VIEWS } from "./navigation.ts";
import { ListSkeleton } from "./skeletons.tsx";
import type { ConversationSummary, InboxViewer } from "./types.ts";
import { Welcome } from "./welcome.tsx";

type ListPaneProps = {
  viewer: InboxViewer;
  list: ConversationSummary[];
  isLoading: boolean;
  isError: boolean;
  isComplete: boolean;
};

export function ListPane({ viewer, list, isLoading, isError, isComplete }: ListPaneProps) {
  const t = useTranslations("inbox");
  const client = useQueryClient();
  const { view, accountId, openedId } = useInboxAddress();
  const knowsAny = useKnowsAny();
  const isNew = !knowsAny && (viewer.accounts.length === 0 || !viewer.hasConversations);
  const isFetching = useRef(false);
  const loadMore = useCallback(async () => {
    if (isFetching.current) return;
    isFetching.current = true;
    await fetchNextWindow(client, view, accountId).catch(() => undefined);
    isFetching.current = false;
  }, [client, view, accountId]);

  return (
    <section
      aria-label={t("list.label")}
      className={cn(
        "flex min-h-0 w-full flex-col bg-card md:w-80 md:shrink-0 md:border-r lg:w-92",
        openedId && "max-md:hidden",
      )}
    >
      <header className="grid gap-3 px-4 pt-4 pb-3">
        <div className="flex min-h-8 items-center justify-between gap-3">
          <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
          <div className="flex min-w-0 items-center gap-1">
            {viewer.accounts.length > 1 && <AccountFilter accounts={viewer.accounts} />}
            <Bell />
          </div>
        </div>
        <Views />
      </header>
      {isLoading && <ListSkeleton />}
      {isError && (
        <EmptyState
          title={t("list.failedToLoad")}
          action={
            <Button
              variant="secondary"
              onClick={() => client.refetchQueries({ queryKey: keys.window(view, accountId) })}
            >
              {t("status.tryAgain")}
            </Button>
          }
        />
      )}
      {!isLoading && !isError && list.length === 0 && (isNew ? <Welcome viewer={viewer} /> : <NothingHere />)}
      {list.length > 0 && (
        <ConversationList
          key={`${view} ${accountId}`}
          list={list}
          view={view}
          accountId={accountId}
          openedId={openedId}
          showsAccounts={viewer.accounts.length > 1 && !accountId}
          isComplete={isComplete}
          loadMore={loadMore}
        />
      )}
    </section>
  );
}

function Views() {
  const t = useTranslations("inbox.views");
  const { view: current, accountId } = useInboxAddress();
  const unread = useUnreadConversations();
  return (
    <nav aria-label={t("label")} className="flex gap-1 rounded-lg bg-muted p-1">
      {VIEWS.map((view) => (
        <a
          key={view}
          href={inboxHref(null, view, accountId)}
          onClick={followWithin}
          aria-current={view === current ? "page" : undefined}
          className={cn(
            "flex h-7 flex-1 items-center justify-center gap-1.5 rounded-md text-sm font-medium text-muted-foreground hover:text-foreground",
            view === current && "bg-card text-foreground shadow-raised",
          )}
        >
          {t(view)}
          {view === "unread" && unread > 0 && (
            <span className="rounded-full bg-primary-soft px-1.5 text-[0.6875rem] leading-4.5 font-semibold text-primary-text tabular-nums">
              {unread > 999 ? "999+" : unread}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

function NothingHere() {
  const t = useTranslations("inbox.empty");
  const { view } = useInboxAddress();
  return (
    <EmptyState icon={<Inbox />} title={t(`${view}Title`)}>
      {t(view)}
    </EmptyState>
  );
}
