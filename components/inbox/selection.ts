"use client";
import { useSyncExternalStore } from "react";

/** As many as one act may be about. */
const MAX_SELECTED = 200;
const NOBODY: ReadonlySet<string> = new Set();

let ids = NOBODY;
let isChoosing = false;
let lastId: string | null = null;
const listeners = new Set<() => void>();

/** The conversations picked out for one act on all of them. There is one inbox on a page, so one selection. */
export const selection = {
  read: () => ids,
  /** Rows show their boxes, as a phone needs it to begin. */
  begin: () => change(ids, true),
  toggle: (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id) && next.size < MAX_SELECTED) next.add(id);
    lastId = id;
    change(next, isChoosing && next.size > 0);
  },
  /** From the row picked last to this one, in the order of the list. */
  extend: (id: string, list: { id: string }[]) => {
    const from = list.findIndex((row) => row.id === lastId);
    const to = list.findIndex((row) => row.id === id);
    if (from < 0 || to < 0) return selection.toggle(id);
    const range = list.slice(Math.min(from, to), Math.max(from, to) + 1);
    selection.add(range);
    lastId = id;
  },
  add: (rows: { id: string }[]) => {
    const next = new Set([...ids, ...rows.map((row) => row.id)]);
    change(new Set([...next].slice(0, MAX_SELECTED)), isChoosing);
  },
  clear: () => {
    if (ids.size > 0 || isChoosing) change(NOBODY, false);
  },
};

export function useSelection(): ReadonlySet<string> {
  return useSyncExternalStore(
    subscribe,
    () => ids,
    () => NOBODY,
  );
}

/** Draws a row anew only when it is picked or dropped itself. */
export function useIsSelected(id: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => ids.has(id),
    () => false,
  );
}

export function useIsSelecting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isChoosing || ids.size > 0,
    () => false,
  );
}

function change(next: ReadonlySet<string>, choosing: boolean): void {
  ids = next;
  isChoosing = choosing;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
