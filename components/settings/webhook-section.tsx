"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookRow } from "./webhook-row.tsx";
import { type NewSecret, WebhookSecret } from "./webhook-secret.tsx";
import type { EndpointSummary, WebhookActions } from "./webhook-types.ts";

type WebhookSectionProps = { endpoints: EndpointSummary[]; eventNames: string[]; actions: WebhookActions };

/** Where programs are told what happens. A secret that was just made stays in sight until the page is left. */
export function WebhookSection({ endpoints, eventNames, actions }: WebhookSectionProps) {
  const t = useTranslations("webhooks");
  const [isCreating, setIsCreating] = useState(false);
  const [made, setMade] = useState<NewSecret | null>(null);
  return (
    <Card>
      <section aria-label={t("title")} id="webhooks">
        <CardHeader className="flex flex-row flex-wrap items-start justify-between gap-3">
          <div className="grid flex-1 basis-64 gap-1">
            <CardTitle>{t("title")}</CardTitle>
            <CardDescription>{t("text")}</CardDescription>
          </div>
          <Button onClick={() => setIsCreating(true)}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        </CardHeader>
        {made && (
          <CardContent>
            <WebhookSecret key={made.secret} {...made} />
          </CardContent>
        )}
        {endpoints.length === 0 ? (
          <p className="px-5 pb-5 text-sm text-muted-foreground">{t("empty")}</p>
        ) : (
          <ul aria-label={t("title")} className="mt-2 divide-y">
            {endpoints.map((endpoint) => (
              <WebhookRow
                key={endpoint.id}
                endpoint={endpoint}
                eventNames={eventNames}
                actions={actions}
                onSecret={(secret) => setMade({ name: endpoint.name, secret, isRotated: true })}
              />
            ))}
          </ul>
        )}
        <WebhookDialog
          isOpen={isCreating}
          onClose={() => setIsCreating(false)}
          eventNames={eventNames}
          save={async (input) => {
            const result = await actions.create(input);
            if (result.ok) setMade({ name: input.name, secret: result.data.secret, isRotated: false });
            return result;
          }}
        />
      </section>
    </Card>
  );
}
