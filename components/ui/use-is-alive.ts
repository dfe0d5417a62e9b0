"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * False in what the server sent, until React has taken it over. What is typed or pressed there before would be lost, so it
 * takes nothing yet: a field by `readOnly`, a whole region by `inert`.
 */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
