"use client";
import { useFormatter, useTranslations } from "use-intl";
import type { ListedDelivery } from "#lib/outbox/delivery-queries.ts";
import { useAttemptWords } from "./use-attempt-words.ts";

/** Every attempt, when the next one is, and what is sent. */
export function DeliveryDetails({ delivery }: { delivery: ListedDelivery }) {
  const t = useTranslations("webhooks.deliveries");
  const format = useFormatter();
  const words = useAttemptWords();
  const { eventId, attempts, state, nextAttemptAt, body } = delivery;
  const moment = (at: Date) => format.dateTime(new Date(at), { dateStyle: "short", timeStyle: "medium" });
  return (
    <div className="mt-3 ml-6 grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-xs break-all text-muted-foreground">
        <code>webhook-id: {eventId}</code>
      </p>
      <ol className="grid gap-1">
        {attempts.map((attempt) => (
          <li key={attempt.id} className="flex flex-wrap gap-x-3">
            <time dateTime={new Date(attempt.startedAt).toISOString()} className="text-muted-foreground tabular-nums">
              {moment(attempt.startedAt)}
            </time>
            <span>{attempt.finishedAt ? words(attempt) : t("underWay")}</span>
          </li>
        ))}
        {state === "pending" && <li className="text-muted-foreground">{t("next", { time: moment(nextAttemptAt) })}</li>}
      </ol>
      {body === "" ? (
        <p className="text-muted-foreground">{t("forgotten")}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          aria-label={t("payload")}
          className="max-h-72 overflow-auto rounded-md bg-muted p-3 font-mono text-xs"
        >
          <pre>{JSON.stringify(JSON.parse(body), null, 2)}</pre>
        </section>
      )}
    </div>
  );
}
