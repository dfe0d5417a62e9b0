"use client";
import { AtSign, MessageCircle } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { InboxViewer } from "./types.ts";

/** An inbox that has never had a message: what to do for the first one. */
export function Welcome({ viewer }: { viewer: InboxViewer }) {
  const t = useTranslations("inbox.empty");
  const [account] = viewer.accounts;
  if (!account) {
    return (
      <EmptyState
        icon={<AtSign />}
        title={t("noAccountTitle")}
        action={
          viewer.isAdmin && (
            <Button asChild>
              <Link href="/settings/accounts">{t("connect")}</Link>
            </Button>
          )
        }
      >
        {t(viewer.isAdmin ? "noAccount" : "noAccountAgent")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<MessageCircle />}
      title={t("waitingTitle")}
      action={
        viewer.simulatorUrl && (
          <Button asChild>
            <a href={viewer.simulatorUrl} target="_blank" rel="noopener">
              {t("simulator")}
            </a>
          </Button>
        )
      }
    >
      {t(viewer.simulatorUrl ? "waitingSimulator" : "waiting", { username: account.username })}
    </EmptyState>
  );
}
