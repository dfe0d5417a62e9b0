import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { EndpointSummary } from "./webhook-types.ts";

type WebhookNoticeProps = { endpoint: EndpointSummary; isPending: boolean; onSwitchOn: () => void };

/** That we switched an endpoint off, or that it takes nothing at present. */
export function WebhookNotice({ endpoint, isPending, onSwitchOn }: WebhookNoticeProps) {
  const t = useTranslations("webhooks.notice");
  const { disabledAt, disabledReason, failingSince, isActive, name } = endpoint;
  if (disabledAt && disabledReason) {
    return (
      <Notice
        tone="error"
        title={t.rich("disabled", { time: () => <RelativeTime key="time" at={disabledAt} /> })}
        remedy={
          <Button
            variant="secondary"
            size="sm"
            disabled={isPending}
            onClick={onSwitchOn}
            aria-label={t("switchOnNamed", { name })}
          >
            {t("switchOn")}
          </Button>
        }
      >
        {t(disabledReason)}
      </Notice>
    );
  }
  if (!isActive || !failingSince) return null;
  return (
    <Notice tone="warning">
      {t.rich("failingSince", { time: () => <RelativeTime key="time" at={failingSince} /> })}
    </Notice>
  );
}
