"use client";
import { lazy, Suspense, useEffect } from "react";
import { useTranslations } from "use-intl";
import { useCommands } from "#components/inbox/commands.ts";
import { useThread } from "#components/inbox/inbox-queries.ts";
import { goTo } from "#components/inbox/navigation.ts";
import { useJumpTo } from "#components/inbox/use-jump.ts";
import { patient } from "#components/ui/patient.tsx";
import { searchHref, useSearchAddress } from "./search-address.ts";

const ThreadSearch = lazy(patient(() => import("./thread-search.tsx")));

/**
 * Searching within the opened conversation: with Ctrl-F or ⌘-F, because a browser's own search knows only what is drawn, and while
 * a hit of the great search is shown.
 */
export function ThreadSearchSlot({ conversationId }: { conversationId: string }) {
  const t = useTranslations("search");
  const { place, q, find, at } = useSearchAddress();
  const words = find ?? (at ? q : null);
  const begin = () => {
    const field = document.querySelector<HTMLInputElement>("[data-thread-search]");
    if (field) field.select();
    else goTo(searchHref(conversationId, place, { q, find: "" }));
  };
  useCommands([{ id: "search-within", group: "conversation", title: t("within"), keys: ["mod+f"], run: begin }]);
  useJump(conversationId, at);
  if (words === null) return null;
  return (
    <Suspense fallback={null}>
      <ThreadSearch conversationId={conversationId} />
    </Suspense>
  );
}

/** To the message the address names, once the thread is there; never twice to the same, or scrolling away would be in vain. */
function useJump(conversationId: string, at: string | null): void {
  const jumpTo = useJumpTo();
  const { thread } = useThread(conversationId);
  const isLoaded = thread !== undefined;
  useEffect(() => {
    if (at && isLoaded) jumpTo(at);
  }, [at, isLoaded, jumpTo]);
}
