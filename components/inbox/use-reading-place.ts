"use client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type KeptPlace, keepPlace } from "./kept-place.ts";
import type { ConversationMessage } from "./types.ts";

const NEAR_END_PX = 48;

type ReadingPlace = {
  conversationId: string;
  messages: ConversationMessage[];
  firstUnreadId: string | null;
  unreadCount: number;
  markRead: (throughSeq: number) => void;
};

/**
 * Keeps what is being read where it is, whatever comes or grows above and below; at the end it stays at the end. Marks as
 * read what was seen: the end in sight, in a window that has the focus.
 */
export function useReadingPlace({ conversationId, messages, firstUnreadId, unreadCount, markRead }: ReadingPlace) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef<{ element: Element; top: number } | null>(null);
  const [isAway, setAway] = useState(false);
  const [seenEnd, setSeenEnd] = useState<string | undefined>(() => messages.at(-1)?.id);
  const last = messages.at(-1);

  const holdPlace = useCallback(() => {
    const box = scroller.current;
    if (!box || !anchor.current?.element.isConnected) return;
    const moved = topWithin(box, anchor.current.element) - anchor.current.top;
    if (Math.abs(moved) > 0.5) box.scrollTop += moved;
  }, []);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const isAtEnd = distanceToEnd(box) < NEAR_END_PX;
    setAway(!isAtEnd);
    const element = isAtEnd ? undefined : firstInSight(box);
    anchor.current = element ? { element, top: topWithin(box, element) } : null;
  }, []);

  const goToEnd = useCallback(() => {
    anchor.current = null;
    if (scroller.current) scroller.current.scrollTop = 0;
    setAway(false);
  }, []);

  /** Brings a part of the thread into the middle; what is near is scrolled to, what is far is simply there. */
  const goTo = useCallback((element: Element) => {
    const box = scroller.current;
    if (!box) return;
    const room = Math.max(0, box.clientHeight - element.getBoundingClientRect().height);
    const distance = topWithin(box, element) - room / 2;
    const isNear = Math.abs(distance) < 2 * box.clientHeight;
    anchor.current = null;
    box.scrollBy({ top: distance, behavior: isNear && !prefersStillness() ? "smooth" : "instant" });
    if (!isNear) anchor.current = { element, top: topWithin(box, element) };
  }, []);

  /** To where somebody was before, without leading an eye there. */
  const comeBackTo = useCallback((element: Element, top: number) => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop += topWithin(box, element) - top;
    anchor.current = { element, top };
    setAway(distanceToEnd(box) >= NEAR_END_PX);
  }, []);

  useLayoutEffect(() => {
    const keep = () => keepPlace(conversationId, keptPlace(anchor.current));
    window.addEventListener("pagehide", keep);
    return () => {
      window.removeEventListener("pagehide", keep);
      keep();
    };
  }, [conversationId]);

  useLayoutEffect(() => {
    if (!firstUnreadId || !scroller.current) return;
    const divider = scroller.current.querySelector("[data-new-messages]");
    if (!divider || topWithin(scroller.current, divider) >= 0) return;
    scroller.current.scrollTop += topWithin(scroller.current, divider) - 24;
    onScroll();
  }, [firstUnreadId, onScroll]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the messages may move what is being read.
  useLayoutEffect(holdPlace, [messages, holdPlace]);

  useEffect(() => {
    if (!content.current) return;
    const observer = new ResizeObserver(holdPlace);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [holdPlace]);

  const lastOwnId = last?.version === 0 ? last.id : undefined;
  useLayoutEffect(() => {
    if (lastOwnId) goToEnd();
  }, [lastOwnId, goToEnd]);

  useEffect(() => {
    if (!isAway) setSeenEnd(last?.id);
  }, [isAway, last?.id]);

  const readThrough = messages.reduce(
    (seq, { direction, seq: own }) => (direction === "inbound" ? Math.max(seq, own) : seq),
    0,
  );
  useEffect(() => {
    const tell = () => {
      const isUnread = !isAway && unreadCount > 0 && readThrough > 0 && document.hasFocus() && !document.hidden;
      // Asked last, since it lays the whole page out.
      if (isUnread && scroller.current && distanceToEnd(scroller.current) < NEAR_END_PX) markRead(readThrough);
    };
    tell();
    window.addEventListener("focus", tell);
    document.addEventListener("visibilitychange", tell);
    return () => {
      window.removeEventListener("focus", tell);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [isAway, unreadCount, readThrough, markRead]);

  const seenIndex = isAway ? messages.findLastIndex(({ id }) => id === seenEnd) : -1;
  const newCount = seenIndex >= 0 ? messages.length - 1 - seenIndex : 0;
  return { scroller, content, onScroll, goToEnd, goTo, comeBackTo, isAway, newCount };
}

function keptPlace(anchor: { element: Element; top: number } | null): KeptPlace | null {
  const messageId = anchor?.element.getAttribute("data-message");
  return anchor && messageId ? { messageId, top: anchor.top } : null;
}

/** In a scroller that is laid out from its end, `scrollTop` is zero there and negative above. */
function distanceToEnd(box: HTMLElement): number {
  return Math.abs(box.scrollTop);
}

function firstInSight(box: HTMLElement): Element | undefined {
  const top = box.getBoundingClientRect().top + 8;
  const all = box.querySelectorAll("[data-message]");
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  return all[low];
}

function topWithin(box: HTMLElement, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/** Style sheets see to that for what they move themselves. */
export function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
