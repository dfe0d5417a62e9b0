"use client";
import { useSyncExternalStore } from "react";
import { useNow } from "use-intl";

const TICK_MS = 15_000;

let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/**
 * One clock for the whole page. While hydrating it tells the server's time, so that both render the same words. One that does
 * not tick draws nothing anew by itself.
 */
export function useClock({ isTicking = true } = {}): Date {
  const serverNow = useNow();
  return useSyncExternalStore(
    isTicking ? subscribe : never,
    () => now,
    () => serverNow,
  );
}

function never() {
  return () => undefined;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) {
    now = new Date();
    timer = setInterval(tick, TICK_MS);
    document.addEventListener("visibilitychange", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener("visibilitychange", tick);
  };
}

function tick() {
  now = new Date();
  for (const listener of listeners) listener();
}
