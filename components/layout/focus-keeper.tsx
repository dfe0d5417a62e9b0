"use client";
import { useEffect } from "react";

const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/** Where one writes and where one reads: the next conversation has them as well, though it may have to be loaded first. */
const TWINS = ["[data-composer]", "[role='log']"];
const LOADING = "[data-loading]";

/**
 * When what has the focus goes away, as the button of a deleted row or the header of a conversation that is done, the browser
 * drops the focus to nowhere. It goes to what has taken the place instead: the next row, the next conversation, and from a text
 * that somebody writes to the next one, since what they type must not be taken for single keys. From a dialog that closes it goes
 * back to where it was before, and what is disabled while it works gets it back afterwards.
 */
export function FocusKeeper() {
  useEffect(() => {
    let held: Element | null = null;
    let above: Element | null = null;
    let places: Place[] = [];
    let isResting = false;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      above = target.closest("[role='dialog'], [role='alertdialog'], [role='menu']") && target;
      if (above) return;
      held = target;
      isResting = false;
      places = placesOf(target);
    };
    // Who leaves a text to use single keys does not want to be led back into it.
    const forget = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        if (target === held && held?.isConnected && !held.matches(":disabled") && isNowhere()) held = null;
      });
    const observer = new MutationObserver(() => {
      if (held?.isConnected && held.matches(":disabled")) {
        isResting = true;
        return;
      }
      if (!isNowhere() || above?.isConnected || (!above && !isResting && held?.isConnected)) return;
      const next = held?.isConnected ? held : findTwin(held);
      const isComing = !next && held?.matches(TWINS.join()) && document.querySelector(LOADING);
      if (isComing) return;
      const isLost = held !== null;
      held = above = null;
      if (next) focus(next);
      else if (isLost) focusNear(places);
    });
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", forget);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    return () => {
      document.removeEventListener("focusin", remember);
      document.removeEventListener("focusout", forget);
      observer.disconnect();
    };
  }, []);
  return null;
}

function isNowhere(): boolean {
  return (document.activeElement ?? document.body) === document.body;
}

type Place = { parent: Element; index: number };

/** From the inside out, up to the page itself. */
function placesOf(element: Element): Place[] {
  const places: Place[] = [];
  for (let child = element; child.parentElement && child.parentElement !== document.body; child = child.parentElement) {
    places.push({ parent: child.parentElement, index: [...child.parentElement.children].indexOf(child) });
  }
  return places;
}

function findTwin(lost: Element | null): Element | null {
  const from = TWINS.findIndex((one) => lost?.matches(one));
  if (from < 0) return null;
  return (
    TWINS.slice(from)
      .map((one) => document.querySelector(one))
      .find(Boolean) ?? null
  );
}

/** At the farthest to the page's content: outside it the first thing is the link that leads there. */
function focusNear(places: Place[]): void {
  for (const { parent, index } of places.filter((place) => place.parent.isConnected)) {
    const content = parent.querySelector("main");
    const child = parent.children[Math.min(index, parent.children.length - 1)];
    const found = [child, parent].flatMap((one) => [...(one?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])]);
    const next = (content ? [content] : found).find((one) => one.checkVisibility?.() ?? true);
    if (!next) continue;
    focus(next);
    return;
  }
}

function focus(element: Element): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}
