import { useFormatter, useTimeZone, useTranslations } from "use-intl";
import { useClock } from "#components/ui/clock.tsx";
import { dayOf } from "#lib/format.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in at most two units: "3 h 20 min", "2 days". */
export function useSpanWords(): (ms: number) => string {
  const t = useTranslations("inbox.time");
  return (ms) => {
    const days = Math.floor(ms / DAY);
    const hours = Math.floor(ms / HOUR);
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    if (days >= 2) return t("days", { days });
    if (hours >= 10 || (hours > 0 && minutes === 0)) return t("hours", { hours });
    if (hours > 0) return t("hoursMinutes", { hours, minutes });
    return minutes > 0 ? t("minutes", { minutes }) : t("moment");
  };
}

/** The same at a glance: "3 h", "20 min", "< 1 min". */
export function useShortSpanWords(): (ms: number) => string {
  const t = useTranslations("inbox.time");
  const words = useSpanWords();
  return (ms) => {
    if (ms >= HOUR) return t("hours", { hours: Math.floor(ms / HOUR) });
    return ms < MINUTE ? `< ${t("minutes", { minutes: 1 })}` : words(ms);
  };
}

/** The same in whole words, for who hears them: "3 hours 20 minutes". */
export function useSpokenSpan(): (ms: number) => string {
  const format = useFormatter();
  const t = useTranslations("inbox.time");
  const words = (unit: "day" | "hour" | "minute", value: number) =>
    format.number(value, { style: "unit", unit, unitDisplay: "long" });
  return (ms) => {
    const hours = Math.floor(ms / HOUR);
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    if (hours >= 48) return words("day", Math.floor(ms / DAY));
    if (hours >= 10 || (hours > 0 && minutes === 0)) return words("hour", hours);
    if (hours > 0) return `${words("hour", hours)} ${words("minute", minutes)}`;
    return minutes > 0 ? words("minute", minutes) : t("moment");
  };
}

/** A moment of the last hours in whole words, "5 minutes ago", where a list only shows "5 min"; null for any other. */
export function useSpokenListTime(at: string): string | null {
  const format = useFormatter();
  const now = useClock();
  const age = now.getTime() - Date.parse(at);
  if (age < MINUTE || age >= 12 * HOUR) return null;
  const [unit, unitMs] = age < HOUR ? (["minute", MINUTE] as const) : (["hour", HOUR] as const);
  return format.relativeTime(new Date(now.getTime() - Math.floor(age / unitMs) * unitMs), { now, unit });
}

/** A moment as a list tells it: "now", "5 min", "3 h", "Yesterday", "Mon", "12 Oct". */
export function useListTime(at: string): string {
  const t = useTranslations("inbox.list");
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const now = useClock();
  const moment = new Date(at);
  const age = now.getTime() - moment.getTime();
  if (age < MINUTE) return t("now");
  if (age < HOUR) return t("minutes", { minutes: Math.floor(age / MINUTE) });
  if (age < 12 * HOUR) return t("hours", { hours: Math.floor(age / HOUR) });
  const today = dayOf(now, timeZone);
  if (dayOf(moment, timeZone) === today) return format.dateTime(moment, { hour: "numeric", minute: "2-digit" });
  if (dayOf(moment, timeZone) === dayOf(new Date(now.getTime() - DAY), timeZone)) return t("yesterday");
  if (age < 6 * DAY) return format.dateTime(moment, { weekday: "short" });
  const isThisYear = today.slice(0, 4) === dayOf(moment, timeZone).slice(0, 4);
  return format.dateTime(moment, { day: "numeric", month: "short", ...(!isThisYear && { year: "numeric" }) });
}

/** A day as the thread's dividers tell it. */
export function useDayWords(): (at: string) => string {
  const t = useTranslations("inbox.thread");
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const now = useClock();
  return (at) => {
    const day = dayOf(at, timeZone);
    if (day === dayOf(now, timeZone)) return t("today");
    if (day === dayOf(new Date(now.getTime() - DAY), timeZone)) return t("yesterday");
    const isThisYear = day.slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
    return format.dateTime(new Date(at), {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...(!isThisYear && { year: "numeric" }),
    });
  };
}
