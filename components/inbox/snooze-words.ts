import { useFormatter, useTimeZone, useTranslations } from "use-intl";
import { dayOf } from "#lib/format.ts";

const DAY_MS = 24 * 60 * 60_000;

/** A moment to come: "18:00", "Tomorrow, 09:00", "Mon, 09:00", "12 Jan, 09:00". */
export function useUntilWords(): (until: string | Date, now: Date) => string {
  const t = useTranslations("views.until");
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  return (until, now) => {
    const moment = new Date(until);
    const time = format.dateTime(moment, { hour: "numeric", minute: "2-digit" });
    const day = dayOf(moment, timeZone);
    if (day === dayOf(now, timeZone)) return time;
    if (day === dayOf(new Date(now.getTime() + DAY_MS), timeZone)) return t("tomorrow", { time });
    const isNear = moment.getTime() - now.getTime() < 6 * DAY_MS;
    return format.dateTime(moment, {
      ...(isNear ? { weekday: "short" } : { day: "numeric", month: "short" }),
      hour: "numeric",
      minute: "2-digit",
    });
  };
}
