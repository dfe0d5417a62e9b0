"use client";
import { useSyncExternalStore } from "react";

export type ChoiceOverlay = { kind: "assign" | "label" | "snooze" | "block" | "erase"; ids: string[] };

/** What lies on top of a page: everything by name, the keys, or what one act has to ask. */
export type Overlay = { kind: "palette" | "keys" } | ChoiceOverlay;

let shown: Overlay | null = null;
const listeners = new Set<() => void>();

export function showOverlay(overlay: Overlay | null): void {
  shown = overlay;
  for (const listener of listeners) listener();
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(
    subscribe,
    () => shown,
    () => null,
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
