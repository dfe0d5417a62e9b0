"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { type MouseEvent, useMemo } from "react";
import { readPlace } from "./list-place.ts";

export { inboxHref } from "./list-place.ts";

/** What the address says: which list, and which conversation is open. */
export function useInboxAddress() {
  const path = usePathname();
  const search = useSearchParams().toString();
  const place = useMemo(() => readPlace(new URLSearchParams(search)), [search]);
  return { place, openedId: path.match(/^\/inbox\/([^/]+)/)?.[1] ?? null };
}

/** Goes there without asking the server: the cache has it, or a door is asked for just what is missing. */
export function goTo(href: string): void {
  if (href !== location.pathname + location.search) window.history.pushState(null, "", href);
}

/** For `onClick` of a link: a plain click stays on this page, any other does what browsers do. */
export function followWithin(event: MouseEvent<HTMLAnchorElement>): void {
  if (
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
