"use client";
import { usePathname, useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";
import type { ConversationView } from "./types.ts";

export const VIEWS = ["open", "unread", "done"] as const;

/** What the address says: which view of the list, of which account, and which conversation is open. */
export function useInboxAddress() {
  const path = usePathname();
  const query = useSearchParams();
  return {
    view: readView(query.get("view")),
    accountId: query.get("account"),
    openedId: path.match(/^\/inbox\/([^/]+)/)?.[1] ?? null,
  };
}

export function readView(value: string | null | undefined): ConversationView {
  return VIEWS.find((view) => view === value) ?? "open";
}

/** Without a conversation the list alone. */
export function inboxHref(id: string | null, view: ConversationView, accountId: string | null): string {
  const query = new URLSearchParams();
  if (view !== "open") query.set("view", view);
  if (accountId) query.set("account", accountId);
  const search = query.size > 0 ? `?${query}` : "";
  return `${id ? `/inbox/${id}` : "/inbox"}${search}`;
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
