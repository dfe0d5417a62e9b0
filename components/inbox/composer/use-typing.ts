"use client";
import { useCallback, useRef } from "react";
import { composerDoors } from "./composer-doors.ts";

/** Instagram shows it for about twenty seconds. */
const TELL_EVERY_MS = 10_000;

/** Lets the customer see that somebody writes. That it may fail harms nobody. */
export function useTyping(conversationId: string): () => void {
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    if (performance.now() - toldAt.current < TELL_EVERY_MS) return;
    toldAt.current = performance.now();
    void composerDoors.typing(conversationId).catch(() => undefined);
  }, [conversationId]);
}
