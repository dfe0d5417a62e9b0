"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { askAhead, useLabels } from "./inbox-queries.ts";
import { inboxHref } from "./navigation.ts";
import { selection, useIsSelecting } from "./selection.ts";
import type { AccountShown, ConversationSummary, ListPlace } from "./types.ts";
import { useListAnchor } from "./use-list-anchor.ts";
import { bringIntoSight, useRowsInSight } from "./use-rows-in-sight.ts";

const ROW_PX = 66;

type ConversationListProps = {
  list: ConversationSummary[];
  place: ListPlace;
  openedId: string | null;
  /** Empty where all rows are of one account. */
  accounts: AccountShown[];
  isComplete: boolean;
  loadMore: () => void;
  hold: (id: string | null) => void;
};

/** Only the rows in sight are in the document; the opened one is kept there wherever it moves. */
export function ConversationList(props: ConversationListProps) {
  const { list, place, openedId, accounts, isComplete, loadMore, hold } = props;
  const t = useTranslations("inbox.list");
  const tViews = useTranslations("views");
  const isSelecting = useIsSelecting();
  const labels = useLabels();
  const labelById = useMemo(() => new Map(labels.map((label) => [label.id, label])), [labels]);
  const scroller = useRef<HTMLDivElement>(null);
  const { room, goToTop, isHeld, handlers } = useListAnchor(scroller, list, ROW_PX, hold);
  const { first, last } = useRowsInSight(scroller, list.length, ROW_PX, room.above);

  useEffect(() => {
    if (!isComplete && list.length > 0 && last >= list.length - 8) loadMore();
  }, [isComplete, list.length, last, loadMore]);

  const openedIndex = list.findIndex((row) => row.id === openedId);
  const followed = useRef({ id: "", index: -1 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether a row is held is asked at the moment, not followed.
  useEffect(() => {
    const { id, index } = followed.current;
    followed.current = { id: openedId ?? "", index: openedIndex };
    const isMoved = id !== openedId || (index !== openedIndex && !isHeld());
    if (openedIndex >= 0 && isMoved) bringIntoSight(scroller.current, openedIndex, ROW_PX);
  }, [openedId, openedIndex]);

  const shown = useRef(list);
  useEffect(() => {
    shown.current = list;
  }, [list]);
  const select = useCallback((id: string, isRange: boolean) => {
    if (isRange) selection.extend(id, shown.current);
    else selection.toggle(id);
  }, []);

  const client = useQueryClient();
  /** While the button goes down and up again, what it opens is on its way. A finger may just as well be about to scroll. */
  const onPointerDown = ({ pointerType, target }: PointerEvent<HTMLElement>) => {
    const id = target instanceof Element ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined;
    if (id && pointerType === "mouse") askAhead(client, id);
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {room.newCount > 0 && (
        <button
          type="button"
          onClick={goToTop}
          className="absolute -top-2 left-1/2 z-10 flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-primary px-3 text-sm font-medium text-primary-foreground shadow-floating hover:bg-primary-hover"
        >
          <ArrowUp aria-hidden className="size-4" />
          {tViews("newAbove", { count: room.newCount })}
        </button>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside, this only hears them. */}
      <div
        ref={scroller}
        onKeyDown={moveFocus}
        onPointerDown={onPointerDown}
        {...handlers}
        className={cn(
          "min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2 [overflow-anchor:none]",
          // The bar of acts lies over the last rows.
          isSelecting && "pb-32",
        )}
      >
        <ul
          aria-label={t("label")}
          className="relative"
          style={{ height: Math.max(list.length * ROW_PX + room.above, room.height) }}
        >
          {list.slice(first, last + 1).map((row, offset) => {
            const index = first + offset;
            return (
              <li
                key={row.id}
                data-row={row.id}
                aria-setsize={isComplete ? list.length : -1}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${room.above + index * ROW_PX}px)` }}
              >
                <ConversationRow
                  row={row}
                  href={inboxHref(row.id, place)}
                  isOpened={row.id === openedId}
                  account={accounts.find(({ id }) => id === row.instagramAccountId) ?? null}
                  labelById={labelById}
                  select={select}
                />
              </li>
            );
          })}
        </ul>
        {!isComplete && <p className="py-3 text-center text-sm text-muted-foreground">{t("loadingMore")}</p>}
      </div>
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
