"use client";
import { useEffect } from "react";

const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/**
 * When what has the focus goes away, as the button of a deleted row or the header of a conversation that is done, the browser
 * drops the focus to nowhere. It goes to what has taken the place instead: the next row, the next conversation.
 */
export function FocusKeeper() {
  useEffect(() => {
    let held: Element | null = null;
    let places: Place[] = [];
    const remember = ({ target }: FocusEvent) => {
      // What lies on top gives the focus back by itself to where it was before.
      if (!(target instanceof Element) || target.closest("[role='dialog'], [role='alertdialog'], [role='menu']"))
        return;
      held = target;
      places = placesOf(target);
    };
    const observer = new MutationObserver(() => {
      if (!held || held.isConnected || (document.activeElement ?? document.body) !== document.body) return;
      held = null;
      focusNear(places);
    });
    document.addEventListener("focusin", remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, []);
  return null;
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
    next.focus({ preventScroll: true });
    return;
  }
}
