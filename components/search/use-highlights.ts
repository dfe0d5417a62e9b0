"use client";
import { useEffect } from "react";
import { findRanges } from "#lib/search/mark.ts";
import type { Term } from "#lib/search/terms.ts";

const SHOWN = "search-hit";
const CURRENT = "search-current";
const TEXTS = "[role='log'] :is([data-message], [id^='note-']) [dir='auto']";

/**
 * Marks the words in whatever of the thread is drawn, without touching its elements: a message is not rendered again for being
 * searched. The thread may come later than its search. A browser without custom highlights shows the message alone.
 */
export function useHighlights(terms: Term[], currentId: string | null): void {
  useEffect(() => {
    const main = document.getElementById("main");
    if (!main || typeof Highlight === "undefined") return;
    let frame = 0;
    const mark = () => {
      frame = 0;
      const [shown, current] = [new Highlight(), new Highlight()];
      for (const element of main.querySelectorAll<HTMLElement>(TEXTS)) {
        const isCurrent = element.closest("[data-message]")?.id === `message-${currentId}`;
        for (const range of rangesIn(element, terms)) (isCurrent ? current : shown).add(range);
      }
      CSS.highlights.set(SHOWN, shown);
      CSS.highlights.set(CURRENT, current);
    };
    const later = () => {
      frame ||= requestAnimationFrame(mark);
    };
    later();
    const observer = new MutationObserver(later);
    observer.observe(main, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(SHOWN);
      CSS.highlights.delete(CURRENT);
    };
  }, [terms, currentId]);
}

function rangesIn(element: HTMLElement, terms: Term[]): Range[] {
  return findRanges(element.textContent ?? "", terms).flatMap(({ start, end }) => {
    const [from, to] = [pointAt(element, start), pointAt(element, end)];
    if (!from || !to) return [];
    const range = new Range();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return [range];
  });
}

/** A message's text lies in several nodes where it holds links. */
function pointAt(element: HTMLElement, place: number): { node: Node; offset: number } | null {
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (place <= passed + length) return { node, offset: place - passed };
    passed += length;
  }
  return null;
}
