"use client";
import { useState, useTransition } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ActionResult } from "#lib/action.ts";
import { FailedRow } from "./failed-row.tsx";

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
        <ul className="divide-y border-t text-sm">
          {events.map((event) => (
            <DeadEventRow
              key={event.id}
              event={event}
              isPending={isPending}
              replay={() => run(() => replay({ eventId: event.id }))}
            />
          ))}
        </ul>
      )}
      <p role="status" className="text-sm text-muted-foreground empty:hidden">
        {said}
      </p>
    </div>
  );
}

function DeadEventRow({ event, isPending, replay }: { event: DeadEvent; isPending: boolean; replay: () => void }) {
  const t = useTranslations("system.dead");
  const format = useFormatter();
  const { kind, reason, receivedAt, attempts } = event;
  const when = format.dateTime(receivedAt, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <FailedRow
      what={t(`reasons.${reasonOf(kind, reason)}`)}
      code={kind === "unreadable" ? kind : [kind, reason].filter(Boolean).join(" · ")}
      when={t.rich("received", { when: () => <RelativeTime key="when" at={receivedAt} /> })}
      attempts={t("attempts", { count: attempts })}
      again={{ words: t("replay"), label: t("replayOne", { when }), isPending, run: replay }}
    />
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
  "ends_connection",
] as const;

/** Whatever else stands there is the name of the error that applying it ended with. */
function reasonOf(kind: string, reason: string | null): (typeof REASONS)[number] | "unreadable" | "failed" {
  if (kind === "unreadable" || reason === "unreadable") return "unreadable";
  return REASONS.find((known) => known === reason) ?? "failed";
}
