"use client";
import { useState, useTransition } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Action, ActionResult } from "#lib/action.ts";
import type { MailState } from "#lib/mail/state.ts";
import type { TestOutcome } from "#lib/mail/test-mail.ts";

type SystemMailProps = { state: MailState; sendTest: Action<Record<string, never>, TestOutcome> };

/** Whether admins can be told by mail, how it went of late, and a button to try it. */
export function SystemMail({ state, sendTest }: SystemMailProps) {
  const t = useTranslations("system.mail");
  const [isPending, startTransition] = useTransition();
  const [result, setResult] = useState<ActionResult<TestOutcome> | null>(null);
  if (!state) return <Notice>{t("off")}</Notice>;
  const { server, from, last, waiting } = state;
  const send = () =>
    startTransition(async () => {
      setResult(null);
      setResult(await sendTest({}));
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 text-sm">
      <p className="text-pretty break-words text-muted-foreground">
        {t("on", { server, from })} {last?.sentAt && t.rich("lastSent", { when: () => <When at={last.sentAt} /> })}
      </p>
      {last?.failedAt && last.failure && (
        <Notice tone="error" title={t.rich("lastFailed", { when: () => <When at={last.failedAt} /> })}>
          {t(`failure.${last.failure}`)}
        </Notice>
      )}
      {waiting?.failure && (
        <Notice tone="warning" title={t("waiting", { count: waiting.count })}>
          {t(`failure.${waiting.failure}`)}
        </Notice>
      )}
      <div>
        <Button variant="secondary" onClick={send} isPending={isPending}>
          {t("test")}
        </Button>
      </div>
      <div role="status">{result && <Outcome result={result} />}</div>
    </div>
  );
}

function When({ at }: { at: Date | null }) {
  return at && <RelativeTime at={at} />;
}

function Outcome({ result }: { result: ActionResult<TestOutcome> }) {
  const t = useTranslations("system.mail");
  const tErrors = useTranslations("errors");
  if (!result.ok) return <Notice tone="error">{tErrors(result.error.code)}</Notice>;
  const { failure, sentTo } = result.data;
  if (failure === null) return <Notice tone="success">{t("tested", { sentTo })}</Notice>;
  return (
    <Notice tone={failure === "waiting" ? "warning" : "error"} title={t("testFailed")}>
      {t(`failure.${failure}`)}
    </Notice>
  );
}
