"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useState } from "react";
import { readPlace } from "./list-place.ts";
import type { ListPlace } from "./types.ts";

type Address = {
  path: string;
  query: URLSearchParams;
  /** Which list, and which conversation is open. */
  place: ListPlace;
  openedId: string | null;
};

const AddressContext = createContext<Address | null>(null);

let hear: (href: string) => void = () => undefined;

/**
 * Where one is, for the whole frame. The router tells it in a transition, some moments after the address has changed; within
 * the inbox nobody waits for that: what is gone to is drawn at once, and the router's word counts again when it has caught up.
 */
export function AddressProvider({ children }: { children: ReactNode }) {
  const told = hrefOf(usePathname(), useSearchParams());
  const [ahead, setAhead] = useState<string | null>(null);
  const isAhead = ahead !== null && ahead !== told && isInInbox(told);
  const [path = "", search = ""] = (isAhead ? ahead : told).split("?");

  useLayoutEffect(() => {
    const hearStep = () => setAhead(isInInbox(location.pathname) ? here() : null);
    hear = setAhead;
    window.addEventListener("popstate", hearStep);
    return () => {
      hear = () => undefined;
      window.removeEventListener("popstate", hearStep);
    };
  }, []);
  useLayoutEffect(() => {
    if (!isAhead) setAhead(null);
  }, [isAhead]);

  const query = useMemo(() => new URLSearchParams(search), [search]);
  const place = useMemo(() => readPlace(query), [query]);
  const address = useMemo(() => ({ path, query, place, openedId: openedIn(path) }), [path, query, place]);
  return <AddressContext value={address}>{children}</AddressContext>;
}

/** Where one is: path, query, and what they say of the inbox. Throws outside the frame. */
export function useAddress(): Address {
  const address = use(AddressContext);
  if (!address) throw new Error("The address is asked for outside the frame.");
  return address;
}

/** Tells the frame that the address has become another one. */
export function tellAddress(): void {
  hear(here());
}

/** Which conversation the address names right now. */
export function openedInAddress(): string | null {
  return openedIn(location.pathname);
}

function openedIn(path: string): string | null {
  return path.match(/^\/inbox\/([^/]+)/)?.[1] ?? null;
}

function here(): string {
  return hrefOf(location.pathname, new URLSearchParams(location.search));
}

/** In one spelling, so that two of the same place are equal. */
function hrefOf(path: string, query: { toString: () => string }): string {
  return `${path}?${query}`;
}

function isInInbox(href: string): boolean {
  return /^\/inbox(?=[/?]|$)/.test(href);
}
