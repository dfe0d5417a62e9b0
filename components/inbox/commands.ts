"use client";
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";

export type CommandGroup = "conversation" | "customer" | "write" | "list" | "go" | "help";

/**
 * Something a person can do by key, from the sheet of keys and from the palette. `keys` are written as `"j"`, `"Enter"`, `"?"`,
 * `"mod+k"`; mod is ⌘ on a Mac and Ctrl elsewhere. Keys with mod work while somebody types as well.
 */
export type Command = {
  id: string;
  group: CommandGroup;
  title: string;
  keys?: string[];
  run: () => void;
  /** Left out of the palette, as what only a key can mean. */
  isKeyOnly?: boolean;
};

const sources = new Set<() => Command[]>();

/** These commands exist for as long as the component that offers them. Of two with one key the later one counts. */
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  // With the page, not after it: the next key may come before the page has rested.
  useLayoutEffect(() => {
    latest.current = commands;
  });
  useLayoutEffect(() => {
    const source = () => latest.current;
    sources.add(source);
    return () => void sources.delete(source);
  }, []);
}

/** What can be done right now; a later command takes the place of an earlier one with its id. */
export function listCommands(): Command[] {
  const byId = new Map<string, Command>();
  for (const source of sources) for (const command of source()) byId.set(command.id, command);
  return [...byId.values()];
}

/** Hears the keys of all commands, wherever nobody is typing and nothing lies on top. Escape leaves the composer. */
export function useCommandKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key === "Escape" && target?.matches("[data-composer]") && !event.defaultPrevented)
        return leaveComposer();
      if (event.defaultPrevented || event.altKey || event.isComposing || event.repeat) return;
      const hasMod = event.metaKey || event.ctrlKey;
      if (target?.closest("[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']")) return;
      if (!hasMod && (!readSingleKeys() || target?.closest(TYPING))) return;
      const key = `${hasMod ? "mod+" : ""}${event.key.length === 1 && hasMod ? event.key.toLowerCase() : event.key}`;
      if (key === "Enter" && target?.closest("a, button, [role='checkbox']")) return;
      const command = listCommands().findLast(({ keys }) => keys?.includes(key));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** To the messages, where single keys work and the arrow keys scroll. */
function leaveComposer(): void {
  document.querySelector<HTMLElement>("[role='log']")?.focus({ preventScroll: true });
}

const TYPING = "input, textarea, select, [contenteditable='true']";

const SINGLE_KEYS = "single-keys";
const listeners = new Set<() => void>();

/** Keys without a modifier can be switched off, for whoever dictates or trembles (WCAG 2.1.4); kept in this browser. */
export function useSingleKeys(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(subscribe, readSingleKeys, () => true);
  return [isOn, writeSingleKeys];
}

function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(SINGLE_KEYS) !== "off";
  } catch {
    return true;
  }
}

function writeSingleKeys(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(SINGLE_KEYS);
    else localStorage.setItem(SINGLE_KEYS, "off");
  } catch {
    // A browser that keeps nothing keeps the keys on.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
