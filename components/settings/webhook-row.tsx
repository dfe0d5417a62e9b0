"use client";
import { Send, Webhook } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { useAct } from "./use-act.ts";
import { useSend } from "./use-send.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookMenu } from "./webhook-menu.tsx";
import { WebhookNotice } from "./webhook-notice.tsx";
import type { EndpointSummary, WebhookActions } from "./webhook-types.ts";

type WebhookRowProps = {
  endpoint: EndpointSummary;
  eventNames: string[];
  actions: WebhookActions;
  onSecret: (secret: string) => void;
};

export function WebhookRow({ endpoint, eventNames, actions, onSecret }: WebhookRowProps) {
  const t = useTranslations("webhooks");
  const [isEditing, setIsEditing] = useState(false);
  const [act, isActing] = useAct();
  const [send, isSending] = useSend();
  const { id: endpointId, name, url, isActive, rotationEndsAt } = endpoint;
  const setActive = (next: boolean) =>
    act(() => actions.update({ endpointId, isActive: next }), t(next ? "switchedOn" : "switchedOff", { name }));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 px-5 py-4" aria-busy={isActing || isSending || undefined}>
      <div className="flex items-start gap-3">
        <Webhook aria-hidden className="mt-0.5 size-5 shrink-0 text-muted-foreground" />
        <div className="grid min-w-0 flex-1 gap-1">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <bdi className="font-medium break-words">{name}</bdi>
            <State endpoint={endpoint} />
          </p>
          <p className="font-mono text-xs break-all text-muted-foreground">{url}</p>
          <Facts endpoint={endpoint} />
          {rotationEndsAt && <Rotation endsAt={rotationEndsAt} />}
        </div>
        <Switch
          checked={isActive}
          disabled={isActing}
          onCheckedChange={setActive}
          aria-label={t("active", { name })}
          className="mt-0.5"
        />
      </div>
      <WebhookNotice endpoint={endpoint} isPending={isActing} onSwitchOn={() => setActive(true)} />
      <div className="flex flex-wrap gap-2 sm:pl-8">
        <Button
          variant="secondary"
          size="sm"
          isPending={isSending}
          onClick={() => send(() => actions.test({ endpointId }))}
          aria-label={t("testNamed", { name })}
        >
          {!isSending && <Send aria-hidden />}
          {t("test")}
        </Button>
        <WebhookMenu endpoint={endpoint} actions={actions} onEdit={() => setIsEditing(true)} onSecret={onSecret} />
      </div>
      <WebhookDialog
        isOpen={isEditing}
        onClose={() => setIsEditing(false)}
        endpoint={endpoint}
        eventNames={eventNames}
        save={(input) => actions.update({ endpointId, ...input })}
      />
    </li>
  );
}

function State({ endpoint: { isActive, disabledAt, failingSince } }: { endpoint: EndpointSummary }) {
  const t = useTranslations("webhooks.state");
  if (disabledAt) return <Badge variant="destructive">{t("disabled")}</Badge>;
  if (!isActive) return <Badge variant="default">{t("paused")}</Badge>;
  if (failingSince) return <Badge variant="warning">{t("failing")}</Badge>;
  return <Badge variant="success">{t("active")}</Badge>;
}

function Facts({ endpoint: { events, lastDeliveredAt } }: { endpoint: EndpointSummary }) {
  const t = useTranslations("webhooks");
  return (
    <p className="text-sm text-muted-foreground">
      {t("eventCount", { count: events.length })} ·{" "}
      {lastDeliveredAt
        ? t.rich("lastDelivered", { time: () => <RelativeTime key="time" at={lastDeliveredAt} /> })
        : t("neverDelivered")}
    </p>
  );
}

function Rotation({ endsAt }: { endsAt: Date }) {
  const t = useTranslations("webhooks");
  const format = useFormatter();
  const time = format.dateTime(new Date(endsAt), { dateStyle: "medium", timeStyle: "short" });
  return <p className="text-sm text-muted-foreground">{t("rotating", { time })}</p>;
}
