"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ArrowDownUp } from "lucide-react";
import { lazy, Suspense, useCallback, useRef } from "react";
import { useTranslations } from "use-intl";
import { useSearchAddress } from "#components/search/search-address.ts";
import { SearchField } from "#components/search/search-field.tsx";
import { SearchPane } from "#components/search/search-pane.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { patient } from "#components/ui/patient.tsx";
import { cn } from "#lib/cn.ts";
import { useAddress } from "./address.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { fetchNextWindow, keys } from "./inbox-cache.ts";
import { useKnowsAny, useLabels } from "./inbox-queries.ts";
import { followWithin, inboxHref } from "./navigation.ts";
import { useIsSelecting } from "./selection.ts";
import { ListSkeleton } from "./skeletons.tsx";
import type { ConversationSummary, InboxViewer } from "./types.ts";
import { VIEW_ICONS } from "./view-icons.ts";
import { ViewMenu } from "./view-menu.tsx";
import { Welcome } from "./welcome.tsx";

const BulkBar = lazy(patient(() => import("./bulk-bar.tsx")));

type ListPaneProps = {
  viewer: InboxViewer;
  list: ConversationSummary[];
  hold: (id: string | null) => void;
  isLoading: boolean;
  isError: boolean;
  isComplete: boolean;
};

export function ListPane({ viewer, list, hold, isLoading, isError, isComplete }: ListPaneProps) {
  const t = useTranslations("inbox");
  const client = useQueryClient();
  const { place, openedId } = useAddress();
  const { q } = useSearchAddress();
  const knowsAny = useKnowsAny();
  const isSelecting = useIsSelecting();
  const isNew = !knowsAny && (viewer.accounts.length === 0 || !viewer.hasConversations);
  const isFetching = useRef(false);
  const loadMore = useCallback(async () => {
    if (isFetching.current) return;
    isFetching.current = true;
    await fetchNextWindow(client, place).catch(() => undefined);
    isFetching.current = false;
  }, [client, place]);

  return (
    <section
      aria-label={t("list.label")}
      className={cn(
        "relative flex min-h-0 w-full flex-col bg-card md:w-80 md:shrink-0 md:border-r lg:w-88",
        openedId && "max-md:hidden",
      )}
    >
      <ListHeader viewer={viewer} />
      {!isNew && <SearchField />}
      {q !== null && <SearchPane memberId={viewer.memberId} accounts={viewer.accounts} />}
      {q === null && isLoading && <ListSkeleton />}
      {q === null && isError && (
        <EmptyState
          title={t("list.failedToLoad")}
          action={
            <Button variant="secondary" onClick={() => client.refetchQueries({ queryKey: keys.window(place) })}>
              {t("status.tryAgain")}
            </Button>
          }
        />
      )}
      {q === null &&
        !isLoading &&
        !isError &&
        list.length === 0 &&
        (isNew ? <Welcome viewer={viewer} /> : <NothingHere />)}
      {q === null && list.length > 0 && (
        <ConversationList
          key={inboxHref(null, place)}
          list={list}
          place={place}
          openedId={openedId}
          accounts={viewer.accounts.length > 1 && !place.accountId ? viewer.accounts : []}
          isComplete={isComplete}
          loadMore={loadMore}
          hold={hold}
        />
      )}
      {isSelecting && (
        <Suspense>
          <BulkBar list={list} />
        </Suspense>
      )}
    </section>
  );
}

function ListHeader({ viewer }: { viewer: InboxViewer }) {
  const t = useTranslations("views");
  const { place, openedId } = useAddress();
  const label = useLabels().find(({ id }) => id === place.labelId);
  const title = label?.name ?? t(place.labelId ? "labelGone" : `names.${place.view}`);
  const isClosing = place.sort === "closing";
  return (
    <header className="flex min-h-16 items-center justify-between gap-2 py-2.5 pr-3 pl-4">
      <h1 className="min-w-0 text-xl tracking-tight">
        <bdi className="block truncate font-semibold max-xl:hidden">{title}</bdi>
        <span className="flex xl:hidden">
          <ViewMenu title={title} accounts={viewer.accounts} />
        </span>
      </h1>
      <div className="flex shrink-0 items-center gap-1">
        <Button asChild variant="ghost" size="sm" className={cn("px-2", !isClosing && "text-muted-foreground")}>
          <a
            href={inboxHref(openedId, { ...place, sort: isClosing ? "newest" : "closing" })}
            onClick={followWithin}
            title={t("sort.change")}
            aria-label={t("sort.label", { sort: t(`sort.${place.sort}`) })}
          >
            <ArrowDownUp />
            {t(`sort.${place.sort}`)}
          </a>
        </Button>
      </div>
    </header>
  );
}

function NothingHere() {
  const t = useTranslations("views");
  const { place } = useAddress();
  const Icon = VIEW_ICONS[place.view];
  const name = place.labelId ? "label" : place.view;
  return (
    <EmptyState icon={<Icon />} title={t(`empty.${name}.title`)}>
      {t(`empty.${name}.text`)}
    </EmptyState>
  );
}
