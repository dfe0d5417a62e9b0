"use client";
import { Clock } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import type { ReplyWindow } from "#lib/inbox/window.ts";
import { useSpanWords } from "./time-words.ts";
import type { ConversationSummary, InboxViewer } from "./types.ts";

/** One line above the composer: how long one may still reply. */
export function WindowLine({ window: { state, closesAt } }: { window: ReplyWindow }) {
  const t = useTranslations("inbox.window");
  const spanWords = useSpanWords();
  const now = useClock();
  if (!closesAt) return null;
  const time = spanWords(Math.max(0, closesAt.getTime() - now.getTime()));
  return (
    <p
      className={cn(
        "inline-flex items-center gap-1.5 text-xs text-muted-foreground",
        state === "closing" && "font-medium text-warning-text",
      )}
    >
      <Clock aria-hidden className="size-3.5 shrink-0" />
      {t(state === "human_agent" ? "human_agent" : "open", { time })}
    </p>
  );
}

type ClosedWindowProps = { conversation: ConversationSummary; window: ReplyWindow; hasHumanAgent: boolean };

/** Stands in the composer's place: since when one cannot reply, and what is possible. */
export function ClosedWindow({ conversation, window: { state, closesAt }, hasHumanAgent }: ClosedWindowProps) {
  const t = useTranslations("inbox.window");
  const format = useFormatter();
  const name = personName(conversation.contact);
  if (state === "none" || !closesAt) return <Notice title={t("noneTitle", { name })}>{t("none")}</Notice>;
  const since = format.dateTime(closesAt, { dateStyle: "long", timeStyle: "short" });
  return (
    <Notice tone="warning" title={t("closedTitle")}>
      {t(hasHumanAgent ? "closedHumanAgent" : "closed", { since, name })}
    </Notice>
  );
}

/** What keeps this account from sending, with the way to mend it for those who may. */
export function AccountNotice({ conversation, viewer }: { conversation: ConversationSummary; viewer: InboxViewer }) {
  const t = useTranslations("inbox.account");
  const format = useFormatter();
  const now = useClock();
  const {
    accountUsername: username,
    accountProblem,
    isAccountConnected,
    accountPausedUntil,
    standbySince,
  } = conversation;
  if (!isAccountConnected) {
    return (
      <Notice
        tone="error"
        title={t("disconnectedTitle", { username })}
        remedy={<ToAccounts isAdmin={viewer.isAdmin} />}
      >
        {t("disconnected")}
      </Notice>
    );
  }
  if (accountProblem) {
    return (
      <Notice tone="error" remedy={<ToAccounts isAdmin={viewer.isAdmin} />}>
        {t(accountProblem, { username })}
      </Notice>
    );
  }
  if (accountPausedUntil && new Date(accountPausedUntil) > now) {
    const time = format.dateTime(new Date(accountPausedUntil), { timeStyle: "short" });
    return <Notice tone="warning">{t("paused", { username, time })}</Notice>;
  }
  return standbySince ? <Notice>{t("standby")}</Notice> : null;
}

function ToAccounts({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("inbox.account");
  if (!isAdmin) return <span>{t("askAdmin")}</span>;
  return (
    <Button asChild variant="secondary" size="sm">
      <Link href="/settings/accounts">{t("goToAccounts")}</Link>
    </Button>
  );
}
