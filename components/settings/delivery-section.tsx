"use client";
import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { fieldLook } from "#components/ui/input.tsx";
import { cn } from "#lib/cn.ts";
import type { DeliveryState, ListedDelivery } from "#lib/outbox/delivery-queries.ts";
import { DeliveryRow, type Redeliver } from "./delivery-row.tsx";
import type { EndpointSummary } from "./webhook-types.ts";

type DeliverySectionProps = {
  deliveries: ListedDelivery[];
  /** Where older ones are; null when these are the last. */
  olderHref: string | null;
  endpoints: EndpointSummary[];
  filter: { endpointId?: string | undefined; state?: DeliveryState | undefined };
  redeliver: Redeliver;
};

/** What was told to whom and what came of it; a form narrows it down by the page's address alone. */
export function DeliverySection({ deliveries, olderHref, endpoints, filter, redeliver }: DeliverySectionProps) {
  const t = useTranslations("webhooks.deliveries");
  return (
    <Card>
      <section aria-label={t("title")} id="deliveries">
        <CardHeader>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("text")}</CardDescription>
        </CardHeader>
        <CardContent className="pt-3">
          <DeliveryFilter endpoints={endpoints} filter={filter} />
        </CardContent>
        {deliveries.length === 0 ? (
          <p className="px-5 pb-5 text-sm text-muted-foreground">{t("none")}</p>
        ) : (
          <ul aria-label={t("title")} className="divide-y border-t">
            {deliveries.map((delivery) => (
              <DeliveryRow
                key={`${delivery.eventId} ${delivery.endpointId}`}
                delivery={delivery}
                redeliver={redeliver}
              />
            ))}
          </ul>
        )}
        {olderHref && (
          <p className="border-t px-5 py-3">
            <Button variant="secondary" size="sm" asChild>
              <Link href={olderHref}>{t("older")}</Link>
            </Button>
          </p>
        )}
      </section>
    </Card>
  );
}

const STATES: DeliveryState[] = ["delivered", "pending", "failed"];

function DeliveryFilter({ endpoints, filter }: Pick<DeliverySectionProps, "endpoints" | "filter">) {
  const t = useTranslations("webhooks.deliveries");
  const look = cn(fieldLook, "h-10");
  return (
    <Form action="" scroll={false} className="flex flex-wrap items-end gap-3">
      <Field label={t("endpoint")} className="flex-1 basis-40">
        <select name="endpoint" defaultValue={filter.endpointId ?? ""} className={look}>
          <option value="">{t("allEndpoints")}</option>
          {endpoints.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t("state")} className="flex-1 basis-40">
        <select name="state" defaultValue={filter.state ?? ""} className={look}>
          <option value="">{t("allStates")}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {t(`states.${state}`)}
            </option>
          ))}
        </select>
      </Field>
      <Button type="submit" variant="secondary" className="h-10">
        {t("show")}
      </Button>
    </Form>
  );
}
