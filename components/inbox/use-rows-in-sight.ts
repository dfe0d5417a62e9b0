"use client";
import { type RefObject, useEffect, useState } from "react";

const OVERSCAN = 10;
/** What is assumed before a browser has measured anything, so that the server renders the first screen's rows. */
const FIRST_HEIGHT_PX = 900;

/**
 * Which rows of a list whose rows are all of one height are in sight, with some to spare on both sides; `abovePx` are empty
 * before the first. The general library measures every row and weighs ten times as much.
 */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, count: number, rowPx: number, abovePx = 0) {
  const [box, setBox] = useState({ top: 0, height: FIRST_HEIGHT_PX });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const top = Math.floor(element.scrollTop / rowPx) * rowPx;
      const height = element.clientHeight;
      setBox((known) => (known.top === top && known.height === height ? known : { top, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, rowPx]);

  const top = box.top - abovePx;
  const first = Math.max(0, Math.floor(top / rowPx) - OVERSCAN);
  const last = Math.min(count - 1, Math.ceil((top + box.height) / rowPx) + OVERSCAN);
  return { first, last };
}

/** Scrolls no further than it takes for the row to be in sight. */
export function bringIntoSight(scroller: HTMLElement | null, index: number, rowPx: number): void {
  if (!scroller) return;
  const top = index * rowPx;
  const end = top + rowPx - scroller.clientHeight;
  if (scroller.scrollTop > top) scroller.scrollTop = top;
  else if (scroller.scrollTop < end) scroller.scrollTop = end;
}
