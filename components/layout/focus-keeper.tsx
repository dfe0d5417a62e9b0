"use client";
import { useEffect } from "react";

const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/**
 * When what has the focus goes away, as the button of a deleted row or the header of a conversation that is done, the browser
 * drops the focus to nowhere. It goes to what has taken the place instead: the next row, the next conversation. From a dialog
 * that closes it goes back to where it was before.
 */
export function FocusKeeper() {
  useEffect(() => {
    let held: Element | null = null;
    let above: Element | null = null;
    let places: Place[] = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      above = target.closest("[role='dialog'], [role='alertdialog'], [role='menu']") && target;
      if (above) return;
      held = target;
      places = placesOf(target);
    };
    // Who leaves a text to use single keys does not want to be led back into it.
    const forget = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        if (target === held && held?.isConnected && isNowhere()) held = null;
      });
    const observer = new MutationObserver(() => {
      if (!isNowhere() || above?.isConnected || (!above && held?.isConnected)) return;
      const lost = held;
      held = above = null;
      if (lost?.isConnected) focus(lost);
      else if (lost) focusNear(places);
    });
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", forget);
    observer.observe(document.body, { childList: true, subtree: true });
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

function focusNear(places: Place[]): void {
  for (const { parent, index } of places.filter((place) => place.parent.isConnected)) {
    const child = parent.children[Math.min(index, parent.children.length - 1)];
    const found = [child, parent].flatMap((one) => [...(one?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])]);
    const next = found.find((one) => one.checkVisibility?.() ?? true);
    if (!next) continue;
    focus(next);
    return;
  }
}

function focus(element: Element): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}
