"use client";
import { ChevronRight, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Action } from "#lib/action.ts";
import type { ListedDelivery } from "#lib/outbox/delivery-queries.ts";
import { DeliveryDetails } from "./delivery-details.tsx";
import { useAttemptWords } from "./use-attempt-words.ts";
import { useSend } from "./use-send.ts";
import type { Outcome } from "./webhook-types.ts";

export type Redeliver = Action<{ endpointId: string; eventId: string }, Outcome>;

/** One event for one endpoint; opened it shows every attempt and what was sent. */
export function DeliveryRow({ delivery, redeliver }: { delivery: ListedDelivery; redeliver: Redeliver }) {
  const t = useTranslations("webhooks.deliveries");
  const format = useFormatter();
  const [isOpen, setIsOpen] = useState(false);
  const [send, isPending] = useSend();
  const { eventId, endpointId, event, endpointName, createdAt, body } = delivery;
  const when = format.dateTime(new Date(createdAt), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <li className="flex flex-col items-start gap-2 px-5 py-3 text-sm sm:flex-row sm:gap-3">
      <details className="group w-full min-w-0 flex-1" onToggle={(toggled) => setIsOpen(toggled.currentTarget.open)}>
        <summary className="flex cursor-default list-none items-start gap-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90"
          />
          <span className="grid min-w-0 gap-0.5">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <code className="font-medium break-all">{event}</code>
              <State state={delivery.state} />
            </span>
            <span className="text-muted-foreground">
              <bdi>{endpointName}</bdi> · <RelativeTime at={createdAt} /> · <LastAttempt delivery={delivery} />
            </span>
          </span>
        </summary>
        {isOpen && <DeliveryDetails delivery={delivery} />}
      </details>
      <Button
        variant="secondary"
        size="sm"
        disabled={body === ""}
        isPending={isPending}
        className="ml-6 sm:ml-0"
        onClick={() => send(() => redeliver({ endpointId, eventId }))}
        aria-label={t("redeliverNamed", { event, when })}
      >
        {!isPending && <RotateCcw aria-hidden />}
        {t("redeliver")}
      </Button>
    </li>
  );
}

const LOOKS = { delivered: "success", pending: "warning", failed: "destructive" } as const;

function State({ state }: Pick<ListedDelivery, "state">) {
  const t = useTranslations("webhooks.deliveries.states");
  return <Badge variant={LOOKS[state]}>{t(state)}</Badge>;
}

function LastAttempt({ delivery: { attempts } }: { delivery: ListedDelivery }) {
  const t = useTranslations("webhooks.deliveries");
  const words = useAttemptWords();
  const last = attempts.findLast(({ finishedAt }) => finishedAt !== null);
  return last ? words(last) : t("notYet");
}
