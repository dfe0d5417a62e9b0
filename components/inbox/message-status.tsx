"use client";
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/cn.ts";
import type { ConversationMessage } from "./types.ts";
import { useReplies } from "./use-replies.ts";

export type ShownStatus = "queued" | "sending" | "sent" | "seen" | "failed" | "unconfirmed";

const ICONS = {
  queued: Clock,
  sending: Clock,
  sent: Check,
  seen: CheckCheck,
  failed: CircleAlert,
  unconfirmed: CircleHelp,
};

/** `seen` is not stored: what was sent before the customer's last look has been seen. */
export function shownStatus(message: ConversationMessage, contactReadAt: string | null): ShownStatus | null {
  if (message.direction === "inbound" || !message.status) return null;
  const isSeen = message.status === "sent" && contactReadAt !== null && message.occurredAt <= contactReadAt;
  return isSeen ? "seen" : message.status;
}

/** Always in words; in a row of bubbles only the last shows them to the eye too. */
export function MessageStatus({ status, isQuiet }: { status: ShownStatus; isQuiet: boolean }) {
  const t = useTranslations("inbox.status");
  const Icon = ICONS[status];
  const isCalm = status === "sent" || status === "seen";
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1",
        status === "failed" && "font-medium text-destructive-text",
        status === "unconfirmed" && "font-medium text-warning-text",
      )}
    >
      <Icon aria-hidden className={cn("size-3.5", status === "seen" && "text-primary-text")} />
      <span className={cn(isQuiet && isCalm && "sr-only")}>{t(status)}</span>
    </span>
  );
}

/** What happened, what it means, and the buttons next to it. */
export function ReplyTrouble({ message }: { message: ConversationMessage }) {
  const t = useTranslations("inbox.status");
  const replies = useReplies();
  const words = useFailureWords(message);
  const { code, subcode, traceId } = message.failure ?? {};
  return (
    <div
      className={cn(
        "mt-1 max-w-full rounded-lg px-3 py-2 text-left text-sm",
        message.status === "failed" ? "bg-destructive-soft text-destructive-text" : "bg-warning-soft text-warning-text",
      )}
    >
      <p className="font-medium text-pretty">{words.sentence}</p>
      {words.remedy && <p className="text-pretty">{words.remedy}</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="secondary" size="sm" onClick={() => replies.retry(message)}>
          {t("tryAgain")}
        </Button>
        <Button variant="ghost" size="sm" className="text-current" onClick={() => replies.discard(message)}>
          {t("discard")}
        </Button>
      </div>
      {(code != null || traceId) && (
        <details className="mt-2 text-xs">
          <summary>{t("details")}</summary>
          {code != null && <p>{t("code", { code: subcode == null ? String(code) : `${code} / ${subcode}` })}</p>}
          {traceId && <p className="break-all">{t("trace", { trace: traceId })}</p>}
        </details>
      )}
    </div>
  );
}

/** Reasons that say themselves what becomes of a reply whose outcome is not known. */
const SETTLED = ["no_answer", "not_found_in_conversation", "conversation_unreadable", "restored"];

/**
 * A reply the server does not have was refused by our own rules, or never reached it; any other by Instagram. One whose outcome
 * is not known is being looked for, whatever the remedy for a refusal would be.
 */
function useFailureWords({ version, failure, status }: ConversationMessage): { sentence: string; remedy?: string } {
  const t = useTranslations("errors");
  const states = useTranslations("inbox.status");
  const reason = failure?.reason ?? (status === "unconfirmed" ? "no_answer" : "unknown");
  if (version === 0) {
    const key = reason as Parameters<typeof t.has>[0];
    return { sentence: t.has(key) ? t(key as "offline") : t("unexpected") };
  }
  const key = t.has(`failure.${reason}.sentence` as "offline") ? reason : "unknown";
  const isLookedFor = status === "unconfirmed" && !SETTLED.includes(key);
  return {
    sentence: t(`failure.${key}.sentence` as "offline"),
    remedy: isLookedFor ? states("checking") : t(`failure.${key}.remedy` as "offline"),
  };
}
