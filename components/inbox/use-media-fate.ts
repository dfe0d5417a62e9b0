import { useEffect, useRef, useState } from "react";
import { askForFate } from "./media-doors.ts";

/** What cannot be had just now is tried again by itself, five times within half an hour. */
const PAUSES_MS = [10_000, 30_000, 120_000, 480_000, 1_080_000];
const triesOf = new Map<string, number>();

/** Whether what failed to load is gone for good. While it is not, `retry` is called when it is time to try again. */
export function useMediaFate(path: string | null | undefined, retry: (() => void) | undefined): boolean {
  const [isGone, setGone] = useState(!path || !retry);
  const again = useRef(retry);
  again.current = retry;
  useEffect(() => {
    if (!path || isGone) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLeft = false;
    const tries = triesOf.get(path) ?? 0;
    const pauseMs = PAUSES_MS[tries];
    const tryAgain = () => {
      triesOf.set(path, tries + 1);
      again.current?.();
    };
    void askForFate(path).then((fate) => {
      if (isLeft) return;
      if (fate === "gone") setGone(true);
      else if (pauseMs !== undefined) timer = setTimeout(tryAgain, fate === "here" ? 0 : pauseMs);
    });
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [path, isGone]);
  return isGone;
}
