"use client";
import { useTranslations } from "use-intl";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";

/** How a consumer makes sure that an event is ours. */
export function WebhookGuide() {
  const t = useTranslations("webhooks.guide");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("text")}</CardDescription>
      </CardHeader>
      <CardContent className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-1 text-sm">
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          aria-label={t("example")}
          className="overflow-x-auto rounded-md bg-muted p-3 font-mono text-xs"
        >
          <pre>{EXAMPLE}</pre>
        </section>
        <ul className="grid list-disc gap-1 pl-5 text-muted-foreground">
          <li>{t("answer")}</li>
          <li>{t("twice")}</li>
          <li>{t.rich("zernio", { code: (chunks) => <code key="code">{chunks}</code> })}</li>
        </ul>
      </CardContent>
    </Card>
  );
}

const EXAMPLE = `import express from "express";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

express()
  .post("/hook", express.raw({ type: "*/*" }), (request, response) => {
    const event = webhook.verify(request.body, request.headers);
    response.sendStatus(204);
    console.log(event.id, event.event);
  })
  .listen(8080);
`;
