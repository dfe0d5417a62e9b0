"use client";
import { useCallback, useRef } from "react";
import { composerDoors } from "./composer-doors.ts";

/** Instagram shows it for about twenty seconds. */
const TELL_EVERY_MS = 10_000;
/** What is said in a word is there before anybody could see that it is coming. */
const WORTH_TELLING_MS = 1_000;
const PAUSE_MS = 5_000;

/** Called with every key: lets the customer see that somebody writes. That it may fail harms nobody. */
export function useTyping(conversationId: string): () => void {
  const at = useRef({ began: 0, typed: Number.NEGATIVE_INFINITY, told: Number.NEGATIVE_INFINITY });
  return useCallback(() => {
    const now = performance.now();
    const { typed, told } = at.current;
    if (now - typed > PAUSE_MS) at.current.began = now;
    at.current.typed = now;
    if (now - at.current.began < WORTH_TELLING_MS || now - told < TELL_EVERY_MS) return;
    at.current.told = now;
    void composerDoors.typing(conversationId).catch(() => undefined);
  }, [conversationId]);
}
