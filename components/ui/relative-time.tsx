"use client";
import { useFormatter } from "use-intl";
import { useClock } from "./clock.tsx";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A moment in words that keep themselves current ("5 minutes ago"); the exact time shows on hover. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const format = useFormatter();
  const now = useClock();
  const moment = new Date(at);
  const exact = format.dateTime(moment, { dateStyle: "full", timeStyle: "short" });
  const isFarAway = Math.abs(now.getTime() - moment.getTime()) > 30 * DAY;
  const isNow = Math.abs(now.getTime() - moment.getTime()) < MINUTE;
  return (
    <time dateTime={moment.toISOString()} title={exact} className={className}>
      {isFarAway
        ? format.dateTime(moment, { dateStyle: "medium" })
        : format.relativeTime(isNow ? now : moment, { now, ...(isNow && { unit: "second" }) })}
    </time>
  );
}
