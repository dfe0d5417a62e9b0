"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useCommands } from "#components/inbox/commands.ts";
import { replaceAddress } from "#components/inbox/navigation.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { MAX_QUERY } from "#lib/search/limits.ts";
import { readTerms } from "#lib/search/terms.ts";
import { searchHref, useSearchAddress } from "./search-address.ts";
import { searchDoors } from "./search-doors.ts";
import type { ThreadHits } from "./types.ts";
import { useHighlights } from "./use-highlights.ts";

const PAUSE_MS = 180;
const NO_HITS: ThreadHits = [];

/** What is looked for within the opened conversation, which of the hits is shown, and the way to the others. */
export default function ThreadSearch({ conversationId }: { conversationId: string }) {
  const t = useTranslations("search");
  const { place, q, find, at } = useSearchAddress();
  const words = (find ?? q ?? "").trim();
  const { hits, isPending } = useThreadHits(conversationId, words);
  const [typed, setTyped] = useState(words);
  const field = useRef<HTMLInputElement>(null);
  const index = hits.findIndex(({ messageId }) => messageId === at);
  const terms = useMemo(() => readTerms(words), [words]);
  useHighlights(terms, at);

  const isFinding = find !== null;
  useEffect(() => {
    if (isFinding) field.current?.focus();
  }, [isFinding]);
  useEffect(() => {
    if (typed.trim() === words) return;
    const timer = setTimeout(
      () => replaceAddress(searchHref(conversationId, place, { q, find: typed.trim() })),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, words, conversationId, place, q]);

  const show = (step: 1 | -1) => {
    const next = hits[index < 0 ? 0 : (index + step + hits.length) % hits.length];
    if (next?.messageId) replaceAddress(searchHref(conversationId, place, { q, find, at: next.messageId }));
  };
  const end = () => {
    replaceAddress(searchHref(conversationId, place, { q }));
    const back = q !== null ? "[data-search]" : at ? `[data-message="${CSS.escape(at)}"]` : "[data-composer]";
    document.querySelector<HTMLElement>(back)?.focus({ preventScroll: at !== null });
  };
  useCommands([
    {
      id: "search-within-end",
      group: "conversation",
      title: t("endWithin"),
      keys: ["Escape"],
      run: end,
      isKeyOnly: true,
    },
  ]);
  return (
    <search
      aria-label={t("within")}
      className="flex shrink-0 items-center gap-1 border-b bg-card px-2 py-1.5 sm:px-4"
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          end();
        }
      }}
    >
      <Input
        ref={field}
        data-thread-search
        aria-label={t("within")}
        placeholder={t("within")}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={MAX_QUERY}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // A second time it is the browser's own search that is wanted.
          if (event.key === "f" && (event.ctrlKey || event.metaKey)) event.stopPropagation();
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          show(event.shiftKey ? -1 : 1);
        }}
        className="h-8 min-w-0 flex-1 text-sm"
      />
      <p role="status" className="shrink-0 px-1.5 text-sm text-muted-foreground tabular-nums">
        {words !== "" && !isPending && countWords(t, hits.length, index)}
      </p>
      <Button
        variant="ghost"
        size="icon-sm"
        onClick={() => show(1)}
        disabled={hits.length === 0}
        aria-label={t("older")}
        title={t("older")}
      >
        <ChevronUp />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        onClick={() => show(-1)}
        disabled={hits.length === 0}
        aria-label={t("newer")}
        title={t("newer")}
      >
        <ChevronDown />
      </Button>
      <Button variant="ghost" size="icon-sm" onClick={end} aria-label={t("endWithin")} title={t("endWithin")}>
        <X />
      </Button>
    </search>
  );
}

function countWords(t: ReturnType<typeof useTranslations<"search">>, count: number, index: number): string {
  if (count === 0) return t("noHit");
  return index < 0 ? t("hits", { count }) : t("hitOf", { index: index + 1, count });
}

function useThreadHits(conversationId: string, words: string) {
  const { data, isPending } = useQuery<ThreadHits>({
    queryKey: ["search", "within", conversationId, words],
    queryFn: words === "" ? skipToken : ({ signal }) => searchDoors.within(conversationId, words, signal),
    placeholderData: (before) => before,
    staleTime: 15_000,
  });
  return { hits: (words !== "" && data) || NO_HITS, isPending };
}
