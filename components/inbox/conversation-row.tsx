"use client";
import { BadgeCheck, Clock } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { PresenceFaces } from "#components/team/presence-line.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import { replyWindow } from "#lib/inbox/window.ts";
import { followWithin } from "./navigation.ts";
import { usePreview } from "./preview.ts";
import { useListTime, useSpanWords } from "./time-words.ts";
import type { ConversationSummary } from "./types.ts";

type ConversationRowProps = { row: ConversationSummary; href: string; isOpened: boolean; showsAccount: boolean };

export const ConversationRow = memo(function ConversationRow({
  row,
  href,
  isOpened,
  showsAccount,
}: ConversationRowProps) {
  const t = useTranslations("inbox.list");
  const time = useListTime(row.lastMessageAt);
  const preview = usePreview(row);
  const name = personName(row.contact);
  const isUnread = row.unreadCount > 0;
  const isFailed = row.lastMessage?.status === "failed";
  return (
    <a
      href={href}
      onClick={followWithin}
      data-conversation={row.id}
      aria-current={isOpened ? "true" : undefined}
      className={cn(
        "flex h-18 items-center gap-3 rounded-lg px-3 outline-offset-[-2px] hover:bg-accent",
        isOpened && "bg-selected hover:bg-selected",
      )}
    >
      <span className="relative">
        <Avatar
          id={row.contact.id}
          name={name}
          src={row.contact.hasPicture ? `/api/media/contacts/${row.contact.id}` : null}
          className="size-11"
        />
        {showsAccount && (
          <span title={`@${row.accountUsername}`} className="absolute -right-1 -bottom-1 rounded-full bg-card p-px">
            <Avatar id={row.instagramAccountId} name={row.accountUsername} className="size-4.5 text-[0.5625rem]" />
          </span>
        )}
      </span>
      <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
        <span className="flex items-center gap-1.5">
          <bdi className={cn("min-w-0 truncate text-base font-medium", isUnread && "font-semibold")}>{name}</bdi>
          {showsAccount && <span className="sr-only">@{row.accountUsername}</span>}
          {row.contact.isVerified && (
            <BadgeCheck role="img" aria-label={t("verified")} className="size-4 shrink-0 text-primary-text" />
          )}
          <time
            dateTime={row.lastMessageAt}
            className={cn(
              "ml-auto shrink-0 pl-1 text-xs text-muted-foreground tabular-nums",
              isUnread && "font-semibold text-primary-text",
            )}
          >
            {time}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={cn(
              "min-w-0 flex-1 truncate text-sm text-muted-foreground",
              isUnread && "text-foreground",
              isFailed && "text-destructive-text",
            )}
          >
            {preview}
          </span>
          <PresenceFaces conversationId={row.id} />
          <ClosingSoon row={row} />
          {isUnread && (
            <span className="min-w-5 shrink-0 rounded-full bg-primary px-1.5 py-0.5 text-center text-[0.6875rem] leading-4 font-semibold text-primary-foreground tabular-nums">
              <span aria-hidden>{row.unreadCount > 99 ? "99+" : row.unreadCount}</span>
              <span className="sr-only">{t("unread", { count: row.unreadCount })}</span>
            </span>
          )}
        </span>
      </span>
    </a>
  );
});

/** Under four hours, and only while the customer's word is the last one. */
function ClosingSoon({ row }: { row: ConversationSummary }) {
  const t = useTranslations("inbox.list");
  const spanWords = useSpanWords();
  const now = useClock();
  if (row.lastMessage?.direction !== "inbound" || row.closedAt || row.windowRefusedAt) return null;
  const { state, closesAt } = replyWindow(row.lastInboundAt ? new Date(row.lastInboundAt) : null, now, false);
  if (state !== "closing" || !closesAt) return null;
  const time = spanWords(closesAt.getTime() - now.getTime());
  return (
    <span
      title={t("timeLeft", { time })}
      className="inline-flex shrink-0 items-center gap-1 rounded-full bg-warning-soft px-1.5 py-px text-[0.6875rem] font-medium text-warning-text"
    >
      <Clock aria-hidden className="size-3" />
      <span aria-hidden>{time}</span>
      <span className="sr-only">{t("timeLeft", { time })}</span>
    </span>
  );
}
