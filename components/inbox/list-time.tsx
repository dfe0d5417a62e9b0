"use client";
import { useListTime, useSpokenListTime } from "./time-words.ts";

/** When something was, as short as a list needs it, and in whole words for who hears it. */
export function ListTime({ at, className }: { at: string; className: string }) {
  const shown = useListTime(at);
  const spoken = useSpokenListTime(at);
  return (
    <time dateTime={at} className={className}>
      <span aria-hidden={spoken !== null}>{shown}</span>
      {spoken && <span className="sr-only">{spoken}</span>}
    </time>
  );
}
