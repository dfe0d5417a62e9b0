"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Search, SearchX, TextSearch, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { followWithin } from "#components/inbox/navigation.ts";
import type { AccountShown } from "#components/inbox/types.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { cn } from "#lib/cn.ts";
import { HitRow, PersonRow } from "./found-rows.tsx";
import { forgetRecent, keepRecent, readRecent } from "./recent-searches.ts";
import { RecentHeading, RecentSearches } from "./recent-searches-list.tsx";
import { ResultsSkeleton } from "./results-skeleton.tsx";
import { searchHref, useSearchAddress } from "./search-address.ts";
import { searchDoors } from "./search-doors.ts";
import { RESULTS_ID } from "./search-field.tsx";
import type { FoundPerson, SearchPageKey } from "./types.ts";
import { useOptions } from "./use-options.ts";

const FIRST_PEOPLE = 3;

type SearchResultsProps = { memberId: string; accounts: AccountShown[] };

/** What was found, in the place of the list: people, then what was said, newest first. */
export default function SearchResults({ memberId, accounts }: SearchResultsProps) {
  const t = useTranslations("search");
  const list = useRef<HTMLDivElement>(null);
  const { q, place, openedId } = useSearchAddress();
  const only = accounts.find(({ id }) => id === place.accountId);
  const showsAccounts = accounts.length > 1 && !only;
  const words = q?.trim() ?? "";
  const found = useFound(words, place.accountId);
  const activeId = useOptions(list, words);
  const people = found.data?.pages[0]?.people ?? [];
  const hits = found.data?.pages.flatMap((page) => page.hits) ?? [];
  const [recent, setRecent] = useState(() => readRecent(memberId));
  const isNothing = words !== "" && found.isSuccess && !found.isPlaceholderData && people.length + hits.length === 0;

  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
      {only && accounts.length > 1 && (
        <p className="px-3 pb-1 text-xs text-muted-foreground">
          {t("only", { account: only.username })}{" "}
          <a
            href={searchHref(openedId, { ...place, accountId: null }, { q })}
            onClick={followWithin}
            className="font-medium text-primary-text hover:underline"
          >
            {t("allAccounts")}
          </a>
        </p>
      )}
      {words === "" && recent.length > 0 && <RecentHeading forget={forget} />}
      <div ref={list} id={RESULTS_ID} role="listbox" aria-label={t("results")} aria-busy={found.isFetching}>
        {words === "" && <RecentSearches recent={recent} activeId={activeId} />}
        {words !== "" && people.length > 0 && (
          <People key={words} people={people} activeId={activeId} showsAccounts={showsAccounts} remember={remember} />
        )}
        {words !== "" && hits.length > 0 && (
          <Group title={t("messages")}>
            {hits.map((hit) => (
              <HitRow key={hit.id} hit={hit} activeId={activeId} showsAccount={showsAccounts} remember={remember} />
            ))}
          </Group>
        )}
      </div>
      {words !== "" && found.hasNextPage && (
        <More load={() => void found.fetchNextPage()} isLoading={found.isFetchingNextPage} />
      )}
      {words !== "" && found.isPending && <ResultsSkeleton />}
      {words === "" && recent.length === 0 && (
        <EmptyState icon={<Search />} title={t("hintTitle")}>
          {t("hint")}
        </EmptyState>
      )}
      {isNothing && (
        <EmptyState icon={<SearchX />} title={t("nothing", { words })}>
          {t("nothingWhy")}
        </EmptyState>
      )}
      {found.isError && !found.data && (
        <EmptyState
          icon={<TriangleAlert />}
          title={t("failed")}
          action={
            <Button variant="secondary" onClick={() => void found.refetch()}>
              {t("tryAgain")}
            </Button>
          }
        >
          {t("failedWhy")}
        </EmptyState>
      )}
      <p role="status" className="sr-only">
        {words !== "" && found.isSuccess && t("count", { people: people.length, hits: hits.length })}
      </p>
    </div>
  );

  function remember() {
    keepRecent(memberId, words);
    setRecent(readRecent(memberId));
  }

  function forget() {
    forgetRecent(memberId);
    setRecent([]);
  }
}

/** What was found before stays until the new words are answered, so that nothing flickers under the typing. */
function useFound(q: string, accountId: string | null) {
  return useInfiniteQuery({
    queryKey: ["search", q, accountId],
    queryFn: ({ pageParam, signal }) => searchDoors.everywhere({ q, accountId, after: pageParam }, signal),
    initialPageParam: null as SearchPageKey | null,
    getNextPageParam: (page) => page.next,
    enabled: q !== "",
    placeholderData: (before) => before,
    staleTime: 15_000,
    gcTime: 5 * 60_000,
    retry: 1,
  });
}

type PeopleProps = { people: FoundPerson[]; activeId: string | null; showsAccounts: boolean; remember: () => void };

function People({ people, activeId, showsAccounts, remember }: PeopleProps) {
  const t = useTranslations("search");
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? people : people.slice(0, FIRST_PEOPLE);
  return (
    <Group title={t("people")}>
      {shown.map((person) => (
        <PersonRow
          key={person.conversationId}
          person={person}
          activeId={activeId}
          showsAccount={showsAccounts}
          remember={remember}
        />
      ))}
      {shown.length < people.length && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the search field keeps the focus and its Enter clicks the option it means.
        <div
          id="more-people"
          role="option"
          tabIndex={-1}
          aria-selected={activeId === "more-people"}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setWhole(true)}
          className={cn(
            "cursor-pointer rounded-lg px-3 py-2 text-sm font-medium text-primary-text hover:bg-accent",
            activeId === "more-people" && "bg-accent outline-2 outline-offset-[-2px] outline-ring",
          )}
        >
          {t("morePeople", { count: people.length - shown.length })}
        </div>
      )}
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; the options of a listbox are grouped so.
    <div role="group" aria-label={title} className="grid grid-cols-1">
      <div aria-hidden className="px-3 pt-3 pb-1 text-xs font-semibold text-muted-foreground">
        {title}
      </div>
      {children}
    </div>
  );
}

/** The next page comes by itself once its place is in sight; the button is for keyboards. */
function More({ load, isLoading }: { load: () => void; isLoading: boolean }) {
  const t = useTranslations("search");
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    if (!button.current || isLoading) return;
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && latest.current());
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [isLoading]);
  return (
    <Button ref={button} variant="ghost" size="sm" className="mt-2 w-full" onClick={load} disabled={isLoading}>
      {isLoading ? <Spinner /> : <TextSearch />}
      {t("more")}
    </Button>
  );
}
