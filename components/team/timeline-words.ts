import { useFormatter, useTranslations } from "use-intl";
import { useClock } from "#components/ui/clock.tsx";
import type { TimelineEvent } from "./types.ts";

const SIX_DAYS = 6 * 86_400_000;

/** A line of the timeline as a sentence: "Anna assigned this to Ben". */
export function useTimelineWords(): (event: TimelineEvent) => string {
  const t = useTranslations("team.timeline");
  const format = useFormatter();
  const now = useClock();

  const untilWords = (until: string | null) => {
    if (!until) return t("theNextMessage");
    const moment = new Date(until);
    const isSoon = Math.abs(moment.getTime() - now.getTime()) < SIX_DAYS;
    const day = isSoon ? ({ weekday: "long" } as const) : ({ day: "numeric", month: "long" } as const);
    return format.dateTime(moment, { ...day, hour: "numeric", minute: "2-digit" });
  };
  return ({ kind, by, assignee, label, until }) => {
    const values = {
      by: by?.isProgram ? t("program", { name: by.name }) : (by?.name ?? ""),
      assignee: assignee?.name ?? t("somebody"),
      label: label ?? "",
      until: untilWords(until),
    };
    if (!by) return t(`${kind}Alone`, values);
    const isSelf = (kind === "assigned" || kind === "unassigned") && assignee?.id === by.id;
    return t(isSelf ? `${kind}Self` : kind, values);
  };
}
