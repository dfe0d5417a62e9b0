"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { cn } from "#lib/cn.ts";
import { keys } from "../inbox-cache.ts";
import type { ConversationSummary, InboxViewer } from "../types.ts";
import { composerDoors } from "./composer-doors.ts";
import { FilledText } from "./filled-text.tsx";
import { findColleagues, findReplies, type Trigger } from "./suggest.ts";
import { fillVariables, variablesOf } from "./variables.ts";

type SuggestionsProps = {
  trigger: Trigger;
  conversation: ConversationSummary;
  viewer: InboxViewer;
  /** Puts the words where the call stands. */
  pick: (words: string) => void;
  close: () => void;
  setActiveId: (id: string | undefined) => void;
  /** The field hands its keys here first; true where this took one. */
  takesKey: RefObject<(event: KeyboardEvent) => boolean>;
};

type Suggestion = { id: string; words: string; shown: (isActive: boolean) => ReactNode };

/** Above the field while somebody calls something up. The focus stays in the field, which points to the active one. */
export default function Suggestions(props: SuggestionsProps) {
  const { trigger, pick, close, setActiveId, takesKey } = props;
  const t = useTranslations("composer");
  const { found, isLoading, isNone } = useFound(props);
  const [activeIndex, setActiveIndex] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const isReplies = trigger.kind === "reply";
  const index = Math.min(activeIndex, found.length - 1);
  const active = found[index];

  // biome-ignore lint/correctness/useExhaustiveDependencies: another call begins with its best suggestion.
  useEffect(() => setActiveIndex(0), [trigger.query, trigger.start]);
  useEffect(() => {
    setActiveId(active && idOf(active));
    list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
    return () => setActiveId(undefined);
  }, [active, setActiveId]);
  useEffect(() => {
    takesKey.current = (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.nativeEvent.stopImmediatePropagation();
        close();
        return true;
      }
      if (!active || event.nativeEvent.isComposing || event.metaKey || event.ctrlKey || event.altKey) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setActiveIndex((index + step + found.length) % found.length);
      else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) pick(active.words);
      else return false;
      event.preventDefault();
      return true;
    };
    return () => {
      takesKey.current = () => false;
    };
  }, [takesKey, active, index, found.length, pick, close]);

  // A name nobody has is a name nobody called.
  if (!isReplies && !isLoading && found.length === 0) return null;
  return (
    <div className="absolute inset-x-0 bottom-full z-20 mb-1.5 overflow-hidden rounded-lg border bg-popover shadow-floating">
      <div
        ref={list}
        id="composer-suggestions"
        role="listbox"
        aria-label={t(isReplies ? "savedReplies" : "colleagues")}
        className="max-h-72 overflow-y-auto p-1"
      >
        {found.map((suggestion) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus.
          <div
            key={suggestion.id}
            id={idOf(suggestion)}
            role="option"
            tabIndex={-1}
            aria-selected={suggestion === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(suggestion.words)}
            className={cn("cursor-pointer rounded-md px-2.5 py-2", suggestion === active && "bg-accent")}
          >
            {suggestion.shown(suggestion === active)}
          </div>
        ))}
      </div>
      <p role="status" className={cn("px-3 text-sm text-muted-foreground", found.length > 0 ? "sr-only" : "py-3")}>
        {isLoading && t("suggestionsLoading")}
        {!isLoading && found.length > 0 && t("suggestionsFound", { count: found.length })}
        {!isLoading && found.length === 0 && t(isNone ? "savedRepliesNone" : "savedRepliesNotFound")}
      </p>
      {isReplies && (
        <p className="flex items-center justify-between gap-3 border-t px-3 py-1.5 text-xs text-muted-foreground">
          <span className="max-sm:hidden">{t("suggestionKeys")}</span>
          <Link href="/settings/replies" className="text-primary-text hover:underline" tabIndex={-1}>
            {t("savedRepliesManage")}
          </Link>
        </p>
      )}
    </div>
  );
}

function useFound({ trigger, conversation, viewer }: SuggestionsProps) {
  const isReplies = trigger.kind === "reply";
  const replies = useQuery({
    queryKey: keys.topic("saved_replies"),
    queryFn: composerDoors.savedReplies,
    enabled: isReplies,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const colleagues = useQuery({
    queryKey: keys.topic("members"),
    queryFn: composerDoors.colleagues,
    enabled: !isReplies,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isReplies) {
    const others = (colleagues.data ?? []).filter(({ id }) => id !== viewer.memberId);
    const found = findColleagues(others, trigger.query).map(({ id, name }) => ({
      id,
      words: `@${name} `,
      shown: () => <ColleagueName id={id} name={name} />,
    }));
    return { found: found as Suggestion[], isLoading: colleagues.isPending, isNone: others.length === 0 };
  }
  const values = variablesOf(conversation, viewer);
  const found = findReplies(replies.data ?? [], trigger.query).map(({ id, shortcut, text }) => {
    const words = fillVariables(text, values);
    return { id, words, shown: (isActive: boolean) => <ReplyPreview {...{ shortcut, words, isActive }} /> };
  });
  return { found: found as Suggestion[], isLoading: replies.isPending, isNone: replies.data?.length === 0 };
}

/** As it would stand in the field; the active one at length. */
function ReplyPreview({ shortcut, words, isActive }: { shortcut: string; words: string; isActive: boolean }) {
  return (
    <div className="grid gap-0.5">
      <span className="text-sm font-medium">/{shortcut}</span>
      <span
        dir="auto"
        className={cn(
          "text-sm break-words text-muted-foreground",
          isActive ? "line-clamp-6 whitespace-pre-line" : "truncate",
        )}
      >
        <FilledText text={words} />
      </span>
    </div>
  );
}

function ColleagueName({ id, name }: { id: string; name: string }) {
  return (
    <span className="flex items-center gap-2 text-sm font-medium">
      <Avatar id={id} name={name} className="size-6 text-[0.625rem]" />
      <bdi>{name}</bdi>
    </span>
  );
}

function idOf({ id }: Suggestion): string {
  return `composer-suggestion-${id}`;
}
