"use client";
import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { ConnectOutcome } from "#lib/accounts/connect-outcomes.ts";

/** What the last try to connect came to. Rendered by the server, so that it is there without any script. */
export function AccountOutcome({ outcome, username }: { outcome: ConnectOutcome; username: string | null }) {
  const t = useTranslations("accounts.outcomes");
  return (
    <div className="relative">
      <Notice role="status" tone={toneOf(outcome)} className="pr-12">
        {t(outcome, { username: username ?? "none" })}
      </Notice>
      <Button asChild variant="ghost" size="icon-sm" className="absolute top-1.5 right-2">
        <Link href="/settings/accounts" aria-label={t("dismiss")} scroll={false}>
          <X aria-hidden />
        </Link>
      </Button>
    </div>
  );
}

function toneOf(outcome: ConnectOutcome): "success" | "warning" | "info" | "error" {
  if (outcome === "connected" || outcome === "reconnected") return "success";
  if (outcome === "connected_without_events" || outcome === "unfinished") return "warning";
  return outcome === "declined" || outcome === "state_invalid" ? "info" : "error";
}
