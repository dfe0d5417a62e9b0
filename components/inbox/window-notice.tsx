"use client";
import { Clock } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import type { ReplyWindow } from "#lib/inbox/window.ts";
import { closingStage } from "./composer/closing-stage.ts";
import { useSpanWords, useSpokenSpan } from "./time-words.ts";
import type { ConversationSummary, InboxViewer } from "./types.ts";

type WindowProps = { conversation: ConversationSummary; window: ReplyWindow; hasHumanAgent: boolean };

/** One line above the composer: how long one may still reply, and near the end what is possible after it. It alarms only before an end after which nobody may. */
export function WindowLine({ conversation, window: { state, closesAt }, hasHumanAgent }: WindowProps) {
  const t = useTranslations("composer.window");
  const spanWords = useSpanWords();
  const spokenSpan = useSpokenSpan();
  const now = useClock();
  const isAsPerson = state === "human_agent";
  const isLastChance = isAsPerson || !hasHumanAgent;
  const leftMs = closesAt ? Math.max(0, closesAt.getTime() - now.getTime()) : 0;
  const nearness = closingStage(leftMs);
  const stage = isLastChance ? nearness : 0;
  // Told once as it comes near, not again with every minute that passes.
  const [told, setTold] = useState({ stage, words: "" });
  const time = spanWords(leftMs);
  const name = personName(conversation.contact);
  const after = t(isLastChance ? "thenCustomer" : "thenAsPerson", { name });
  if (stage !== told.stage) {
    const words = stage > told.stage ? `${t("alert", { time: spokenSpan(leftMs), name })} ${after}` : "";
    setTold({ stage, words });
  }
  if (!closesAt) return null;
  return (
    <p
      className={cn(
        "flex flex-wrap items-center gap-x-4 overflow-x-clip text-xs text-muted-foreground",
        stage > 0 && "font-medium text-warning-text",
        stage === 3 && "text-destructive-text",
      )}
    >
      <span aria-hidden className="inline-flex items-center gap-1.5">
        <Clock className="size-3.5 shrink-0" />
        {t(isAsPerson ? "asPerson" : "open", { time })}
      </span>
      <span className="sr-only">{t(isAsPerson ? "asPerson" : "open", { time: spokenSpan(leftMs) })}</span>
      {nearness >= (isLastChance ? 2 : 1) && (
        // The dot stands between the two: where the second begins a line of its own, it is clipped.
        <span className="relative font-normal before:absolute before:-left-2.5 before:content-['·']">{after}</span>
      )}
      <span role="status" className="sr-only">
        {told.words}
      </span>
    </p>
  );
}

/** Stands in the composer's place: since when one cannot reply, and what is possible. */
export function ClosedWindow({ conversation, window: { state, closesAt }, hasHumanAgent }: WindowProps) {
  const t = useTranslations("composer.window");
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
  if (accountProblem === "demo") return <Notice>{t("demo", { username })}</Notice>;
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
