"use client";
import { RotateCcw } from "lucide-react";
import { useState, useTransition } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
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
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-pretty text-muted-foreground">{events.length === 0 ? t("none") : t("text")}</p>
        {events.length > 1 && (
          <Button variant="secondary" size="sm" isPending={isPending} onClick={() => run(() => replayAll({}))}>
            {t("replayAll")}
          </Button>
        )}
      </div>
      {events.length > 0 && (
        <EventTable events={events} isPending={isPending} replay={(eventId) => run(() => replay({ eventId }))} />
      )}
      <p role="status" className="text-sm text-muted-foreground empty:hidden">
        {said}
      </p>
    </div>
  );
}

type EventTableProps = { events: DeadEvent[]; isPending: boolean; replay: (eventId: string) => void };

function EventTable({ events, isPending, replay }: EventTableProps) {
  const t = useTranslations("system.dead");
  const format = useFormatter();
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>{t("kind")}</TableHead>
          <TableHead>{t("reason")}</TableHead>
          <TableHead>{t("received")}</TableHead>
          <TableHead>{t("attempts")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("replay")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {events.map(({ id, kind, reason, receivedAt, attempts }) => (
          <TableRow key={id}>
            <TableCell>{kind}</TableCell>
            <TableCell className="min-w-40 break-words text-muted-foreground">{reason}</TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={receivedAt} />
            </TableCell>
            <TableCell className="tabular-nums">{attempts}</TableCell>
            <TableCell className="text-right">
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
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
