"use client";
import { useSyncExternalStore } from "react";
import { writeCookie } from "./cookie.ts";

export type Theme = "system" | "light" | "dark";

const listeners = new Set<() => void>();

/** The theme in force and how to change it: at once on this page, by cookie for the next one. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, readTheme, () => "system" as const);
  return [theme, changeTheme];
}

function changeTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  writeCookie("theme", theme === "system" ? "" : theme);
  for (const listener of listeners) listener();
}

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "system";
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
