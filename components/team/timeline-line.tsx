"use client";
import { useFormatter } from "use-intl";
import { useTimelineWords } from "./timeline-words.ts";
import type { TimelineEvent } from "./types.ts";

/** Who did what, quietly between the messages. */
export function TimelineLine({ event }: { event: TimelineEvent }) {
  const words = useTimelineWords();
  const format = useFormatter();
  const moment = new Date(event.at);
  return (
    <p className="px-6 pt-2 pb-0.5 text-center text-xs text-balance break-words text-muted-foreground">
      {words(event)}{" "}
      <time
        dateTime={event.at}
        title={format.dateTime(moment, { dateStyle: "full", timeStyle: "medium" })}
        className="whitespace-nowrap tabular-nums before:mr-1 before:content-['·']"
      >
        {format.dateTime(moment, { hour: "numeric", minute: "2-digit" })}
      </time>
    </p>
  );
}
