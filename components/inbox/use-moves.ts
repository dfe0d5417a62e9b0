"use client";
import { useLayoutEffect, useMemo, useRef } from "react";
import { openedInAddress } from "./address.tsx";
import { goTo, inboxHref } from "./navigation.ts";
import type { ConversationSummary, ListPlace } from "./types.ts";

/**
 * From row to row, and on to the next one when the opened one goes out of the way. What is opened is asked of the address: keys
 * follow each other faster than the page follows them.
 */
export function useMoves(list: ConversationSummary[], place: ListPlace) {
  const latest = useRef({ list, place });
  useLayoutEffect(() => {
    latest.current = { list, place };
  });
  return useMemo(() => {
    function neighbour(step: 1 | -1, isSkipped: (id: string) => boolean = () => false) {
      const rows = latest.current.list;
      const id = openedInAddress();
      let index = rows.findIndex((row) => row.id === id);
      if (index < 0) return rows[0];
      do index += step;
      while (isSkipped(rows[index]?.id ?? ""));
      return rows[index];
    }

    /** On a phone the list comes back; on a desk the next conversation opens, else the one before. */
    function moveOn(rows: ConversationSummary[]) {
      const id = openedInAddress();
      if (!rows.some((row) => row.id === id)) return;
      const gone = new Set(rows.map((row) => row.id));
      const isGone = (other: string) => gone.has(other);
      const next = matchMedia("(min-width: 48rem)").matches
        ? (neighbour(1, isGone) ?? neighbour(-1, isGone))
        : undefined;
      goTo(inboxHref(next?.id ?? null, latest.current.place));
    }
    return { neighbour, moveOn };
  }, []);
}
