"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

const PAGE = "/settings/developers";

/** Tells admins on every page of the settings but the one that says it at the endpoint itself. */
export function WebhooksSwitchedOff({ count }: { count: number }) {
  const t = useTranslations("webhooks.notice");
  if (usePathname() === PAGE || count === 0) return null;
  return (
    <Notice
      tone="error"
      className="mb-5"
      remedy={
        <Button variant="secondary" size="sm" asChild>
          <Link href={PAGE}>{t("look")}</Link>
        </Button>
      }
    >
      {t("someDisabled", { count })}
    </Notice>
  );
}
