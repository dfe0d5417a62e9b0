"use client";
import { useFormatter } from "use-intl";
import { useTimelineWords } from "./timeline-words.ts";
import type { TimelineEvent } from "./types.ts";

/** Who did what, quietly between the messages. */
export default function TimelineLine({ event }: { event: TimelineEvent }) {
  const words = useTimelineWords();
  const format = useFormatter();
  const moment = new Date(event.at);
  return (
    <p className="flex flex-wrap items-baseline justify-center gap-x-1.5 px-6 pt-2 pb-0.5 text-center text-xs text-muted-foreground">
      <span className="min-w-0 break-words">{words(event)}</span>
      <time
        dateTime={event.at}
        title={format.dateTime(moment, { dateStyle: "full", timeStyle: "medium" })}
        className="tabular-nums before:mr-1.5 before:content-['·']"
      >
        {format.dateTime(moment, { hour: "numeric", minute: "2-digit" })}
      </time>
    </p>
  );
}
