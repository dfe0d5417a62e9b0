"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type MouseEvent, useCallback, useEffect, useMemo } from "react";
import { goesOn } from "./kept-place.ts";
import { readPlace } from "./list-place.ts";

export { inboxHref } from "./list-place.ts";

/** What the address says: which list, and which conversation is open. */
export function useInboxAddress() {
  const path = usePathname();
  const search = useSearchParams().toString();
  const place = useMemo(() => readPlace(new URLSearchParams(search)), [search]);
  return { place, openedId: openedIn(path) };
}

/** Which conversation the address names right now: it changes at once, the page some moments later. */
export function openedInAddress(): string | null {
  return openedIn(location.pathname);
}

function openedIn(path: string): string | null {
  return path.match(/^\/inbox\/([^/]+)/)?.[1] ?? null;
}

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
