"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { ConversationRow } from "./conversation-row.tsx";
import { inboxHref } from "./navigation.ts";
import type { ConversationSummary, ConversationView } from "./types.ts";
import { bringIntoSight, useRowsInSight } from "./use-rows-in-sight.ts";

const ROW_PX = 74;

type ConversationListProps = {
  list: ConversationSummary[];
  view: ConversationView;
  accountId: string | null;
  openedId: string | null;
  showsAccounts: boolean;
  isComplete: boolean;
  loadMore: () => void;
};

/** Only the rows in sight are in the document; the opened one is kept there wherever it moves. */
export function ConversationList(props: ConversationListProps) {
  const { list, view, accountId, openedId, showsAccounts, isComplete, loadMore } = props;
  const t = useTranslations("inbox.list");
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last } = useRowsInSight(scroller, list.length, ROW_PX);

  useEffect(() => {
    if (!isComplete && list.length > 0 && last >= list.length - 8) loadMore();
  }, [isComplete, list.length, last, loadMore]);

  const openedIndex = list.findIndex((row) => row.id === openedId);
  const followed = useRef({ id: "", index: -1 });
  useEffect(() => {
    const { id, index } = followed.current;
    followed.current = { id: openedId ?? "", index: openedIndex };
    if (openedIndex >= 0 && (id !== openedId || index !== openedIndex))
      bringIntoSight(scroller.current, openedIndex, ROW_PX);
  }, [openedId, openedIndex]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside, this only hears them.
    <div ref={scroller} onKeyDown={moveFocus} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2">
      <ul aria-label={t("label")} className="relative" style={{ height: list.length * ROW_PX }}>
        {list.slice(first, last + 1).map((row, place) => {
          const index = first + place;
          return (
            <li
              key={row.id}
              aria-setsize={isComplete ? list.length : -1}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${index * ROW_PX}px)` }}
            >
              <ConversationRow
                row={row}
                href={inboxHref(row.id, view, accountId)}
                isOpened={row.id === openedId}
                showsAccount={showsAccounts}
              />
            </li>
          );
        })}
      </ul>
      {!isComplete && <p className="py-3 text-center text-sm text-muted-foreground">{t("loadingMore")}</p>}
    </div>
  );
}

/** Arrow keys walk from row to row; Enter follows the link as links do. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-conversation]")];
  const order = links.sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top);
  const next = order[order.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
