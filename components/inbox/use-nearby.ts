"use client";
import { type RefObject, useState } from "react";

/** Far enough that nobody who scrolls at an ordinary pace comes to an empty place. */
const MARGIN_PX = 1_500;

type Listener = (isNear: boolean, heightPx: number) => void;
export type Nearby = (element: Element, listener: Listener) => () => void;

/** Tells parts of a scroller when they come into sight, or nearly so, and when they leave; one observer for all. */
export function useNearby(scroller: RefObject<HTMLElement | null>): Nearby {
  const [watch] = useState(() => createNearby(scroller));
  return watch;
}

function createNearby(scroller: RefObject<HTMLElement | null>): Nearby {
  const listeners = new Map<Element, Listener>();
  let observer: IntersectionObserver | undefined;
  return (element, listener) => {
    observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, boundingClientRect } of entries) {
          listeners.get(target)?.(isIntersecting, boundingClientRect.height);
        }
      },
      { root: scroller.current, rootMargin: `${MARGIN_PX}px 0px` },
    );
    listeners.set(element, listener);
    observer.observe(element);
    return () => {
      listeners.delete(element);
      observer?.unobserve(element);
      if (listeners.size > 0) return;
      observer?.disconnect();
      observer = undefined;
    };
  };
}
