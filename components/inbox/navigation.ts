"use client";
import { useRouter } from "next/navigation";
import { type MouseEvent, useCallback, useEffect } from "react";
import { tellAddress } from "./address.tsx";
import { goesOn } from "./kept-place.ts";

export { inboxHref } from "./list-place.ts";

let isRouterAwake = false;

/** The router hears of `pushState` from its first effect on, which runs with this one; before, a link leads there as links do. */
export function useRouterAwake(): void {
  useEffect(() => {
    isRouterAwake = true;
  }, []);
}

/** Goes there without asking the server: the cache has it, or a door is asked for just what is missing. */
export function goTo(href: string): void {
  if (href === location.pathname + location.search) return;
  goesOn();
  window.history.pushState(null, "", href);
  tellAddress();
}

/** The same without a step back: as somebody types, the address changes with every letter. */
export function replaceAddress(href: string): void {
  if (href === location.pathname + location.search) return;
  window.history.replaceState(null, "", href);
  tellAddress();
}

/** Leads to an address of the inbox from any page: from within the inbox by `goTo`, from elsewhere as links do. */
export function useGoTo(): (href: string) => void {
  const router = useRouter();
  return useCallback((href) => (isWithin() ? goTo(href) : router.push(href)), [router]);
}

/** For `onClick` of a link into the inbox: a plain click within it stays on this page, any other does what links do. */
export function followWithin(event: MouseEvent<HTMLAnchorElement>): void {
  if (
    !isWithin() ||
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  event.preventDefault();
  const { pathname, search } = new URL(event.currentTarget.href);
  goTo(pathname + search);
}

function isWithin(): boolean {
  return isRouterAwake && /^\/inbox(\/|$)/.test(location.pathname);
}
