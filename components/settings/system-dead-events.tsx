"use client";
import { RotateCcw } from "lucide-react";
import { useState, useTransition } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ActionResult } from "#lib/action.ts";

type DeadEvent = { id: string; kind: string; reason: string | null; receivedAt: Date; attempts: number };

type SystemDeadEventsProps = {
  events: DeadEvent[];
  replay: (input: { eventId: string }) => Promise<ActionResult<number>>;
  replayAll: (input: Record<string, never>) => Promise<ActionResult<number>>;
};

/** Webhook events that could not be applied, with the buttons to try them again. */
export function SystemDeadEvents({ events, replay, replayAll }: SystemDeadEventsProps) {
  const t = useTranslations("system.dead");
  const errors = useTranslations("errors");
  const [said, say] = useState("");
  const [isPending, start] = useTransition();
  const run = (act: () => Promise<ActionResult<number>>) =>
    start(async () => {
      const result = await act();
      say(result.ok ? t("replayed", { count: result.data }) : errors(result.error.code));
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-pretty text-muted-foreground">{events.length === 0 ? t("none") : t("text")}</p>
        {events.length > 1 && (
          <Button variant="secondary" size="sm" isPending={isPending} onClick={() => run(() => replayAll({}))}>
            {t("replayAll")}
          </Button>
        )}
      </div>
      {events.length > 0 && (
        <EventList events={events} isPending={isPending} replay={(eventId) => run(() => replay({ eventId }))} />
      )}
      <p role="status" className="text-sm text-muted-foreground empty:hidden">
        {said}
      </p>
    </div>
  );
}

type EventListProps = { events: DeadEvent[]; isPending: boolean; replay: (eventId: string) => void };

function EventList({ events, isPending, replay }: EventListProps) {
  const t = useTranslations("system.dead");
  const format = useFormatter();
  return (
    <ul className="divide-y border-t text-sm">
      {events.map(({ id, kind, reason, receivedAt, attempts }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
          <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
            <p className="font-medium text-pretty">{t(`reasons.${reasonOf(kind, reason)}`)}</p>
            <p className="break-words text-muted-foreground">
              <code>{kind === "unreadable" ? kind : [kind, reason].filter(Boolean).join(" · ")}</code>
              {" · "}
              {t.rich("received", { when: () => <RelativeTime key="when" at={receivedAt} /> })}
              {" · "}
              {t("attempts", { count: attempts })}
            </p>
          </div>
          <Button
            variant="secondary"
            size="sm"
            disabled={isPending}
            onClick={() => replay(id)}
            aria-label={t("replayOne", {
              when: format.dateTime(receivedAt, { dateStyle: "medium", timeStyle: "medium" }),
            })}
          >
            <RotateCcw aria-hidden />
            {t("replay")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

const REASONS = [
  "too_deep",
  "malformed",
  "unknown_field",
  "unknown_event",
  "missing_mid",
  "missing_contact",
  "echo_not_from_account",
  "too_many_attempts",
] as const;

/** Whatever else stands there is the name of the error that applying it ended with. */
function reasonOf(kind: string, reason: string | null): (typeof REASONS)[number] | "unreadable" | "failed" {
  if (kind === "unreadable" || reason === "unreadable") return "unreadable";
  return REASONS.find((known) => known === reason) ?? "failed";
}
