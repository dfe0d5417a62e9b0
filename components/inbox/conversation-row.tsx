"use client";
import { AlarmClock, BadgeCheck, BellOff, Check, Clock } from "lucide-react";
import { type MouseEvent, memo, use } from "react";
import { useTranslations } from "use-intl";
import { PresenceFaces } from "#components/team/presence-line.tsx";
import { TeamContext } from "#components/team/team-context.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import { CLOSING_MS } from "#lib/inbox/window.ts";
import { AccountBadge } from "./account-badge.tsx";
import { useDraftWords } from "./composer/use-draft.ts";
import { LabelDot } from "./label-dot.tsx";
import { ListTime } from "./list-time.tsx";
import { followWithin } from "./navigation.ts";
import { usePreview } from "./preview.ts";
import { useIsSelected, useIsSelecting } from "./selection.ts";
import { useUntilWords } from "./snooze-words.ts";
import { useShortSpanWords, useSpokenSpan } from "./time-words.ts";
import type { AccountShown, ConversationSummary, Label } from "./types.ts";
import { useLongPress } from "./use-long-press.ts";

type ConversationRowProps = {
  row: ConversationSummary;
  href: string;
  isOpened: boolean;
  /** Which of our accounts was written to, where that is in question. */
  account: AccountShown | null;
  labelById: ReadonlyMap<string, Label>;
  select: (id: string, isRange: boolean) => void;
};

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { row, href, isOpened, account, labelById, select } = props;
  const t = useTranslations("inbox.list");
  const preview = usePreview(row);
  const tComposer = useTranslations("composer");
  const draft = useDraftWords(use(TeamContext)?.memberId, isOpened ? null : row.id);
  const isSelected = useIsSelected(row.id);
  const isSelecting = useIsSelecting();
  const name = personName(row.contact);
  const isUnread = row.unreadCount > 0;
  const isFailed = row.lastMessage?.status === "failed";
  const longPress = useLongPress(() => select(row.id, false));
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    const isTouchSelecting = isSelecting && matchMedia("(hover: none)").matches;
    if (!event.shiftKey && !isTouchSelecting) return followWithin(event);
    event.preventDefault();
    select(row.id, event.shiftKey);
  };
  return (
    <div className="group relative">
      <a
        href={href}
        onClick={onClick}
        draggable={false}
        {...longPress}
        data-conversation={row.id}
        aria-current={isOpened ? "true" : undefined}
        className={cn(
          "flex h-16 items-center gap-3 rounded-lg px-3 outline-offset-[-2px] select-none [-webkit-touch-callout:none] hover:bg-accent active:bg-accent",
          isOpened && "bg-selected hover:bg-selected",
          isSelected && "bg-primary-soft hover:bg-primary-soft",
        )}
      >
        <span className="relative">
          <Avatar
            id={row.contact.id}
            name={name}
            src={row.contact.hasPicture ? `/api/media/contacts/${row.contact.id}` : null}
            className="size-10"
          />
          {account && (
            <span
              title={`@${account.username}`}
              className={cn(
                "absolute -right-1 -bottom-1 flex rounded-full bg-card p-px group-hover:opacity-0",
                isSelecting && "opacity-0",
              )}
            >
              <AccountBadge account={account} />
            </span>
          )}
        </span>
        <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
          <span className="flex items-center gap-1.5">
            <bdi className={cn("min-w-0 truncate text-base font-medium", isUnread && "font-semibold")}>{name}</bdi>
            {account && <span className="sr-only">@{account.username}</span>}
            {row.contact.isVerified && (
              <BadgeCheck role="img" aria-label={t("verified")} className="size-4 shrink-0 text-primary-text" />
            )}
            {row.contact.isMuted && (
              <BellOff role="img" aria-label={t("muted")} className="size-3.5 shrink-0 text-muted-foreground" />
            )}
            <LabelDots ids={row.labelIds} labelById={labelById} />
            <ListTime
              at={row.lastMessageAt}
              className={cn(
                "ml-auto shrink-0 pl-1 text-xs text-muted-foreground tabular-nums",
                isUnread && "font-semibold",
                isUnread && !row.contact.isMuted && "text-primary-text",
              )}
            />
          </span>
          <span className="flex h-5 items-center gap-1.5">
            <span
              dir="auto"
              className={cn(
                "min-w-0 flex-1 truncate text-sm text-muted-foreground",
                isUnread && "text-foreground",
                isFailed && "text-destructive-text",
              )}
            >
              {draft !== null && <span className="font-medium text-primary-text">{tComposer("draft")}: </span>}
              {draft === null ? preview : draft || tComposer("draftFiles")}
            </span>
            {row.snoozedUntil && <SnoozedUntil until={row.snoozedUntil} />}
            <PresenceFaces conversationId={row.id} />
            <ClosingSoon row={row} />
            {row.assignee && <AssigneeBadge assignee={row.assignee} />}
            {isUnread && (
              <span
                className={cn(
                  "min-w-5 shrink-0 rounded-full bg-primary px-1.5 py-0.5 text-center text-[0.6875rem] leading-4 font-semibold text-primary-foreground tabular-nums",
                  row.contact.isMuted && "bg-muted text-muted-foreground",
                )}
              >
                <span aria-hidden>{row.unreadCount > 99 ? "99+" : row.unreadCount}</span>
                <span className="sr-only">{t("unread", { count: row.unreadCount })}</span>
              </span>
            )}
          </span>
        </span>
      </a>
      <SelectBox id={row.id} name={name} isSelected={isSelected} isSelecting={isSelecting} select={select} />
    </div>
  );
});

type SelectBoxProps = Pick<ConversationRowProps, "select"> & {
  id: string;
  name: string;
  isSelected: boolean;
  isSelecting: boolean;
};

/** Lies over the picture: seen when a mouse is near, or while rows are being picked. */
function SelectBox({ id, name, isSelected, isSelecting, select }: SelectBoxProps) {
  const t = useTranslations("views.selection");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a box of its own form, which also takes a click with Shift.
    <button
      type="button"
      role="checkbox"
      aria-checked={isSelected}
      aria-label={t("row", { name })}
      tabIndex={isSelecting ? 0 : -1}
      onClick={(event) => select(id, event.shiftKey)}
      className={cn(
        "absolute top-3 left-3 flex size-10 items-center justify-center rounded-full bg-card opacity-0 group-hover:opacity-100 focus-visible:opacity-100",
        isSelecting ? "opacity-100" : "[@media(hover:none)]:hidden",
        isSelected && "bg-primary-soft",
      )}
    >
      <span
        className={cn(
          "flex size-5 items-center justify-center rounded-sm border border-input bg-card",
          isSelected && "border-primary bg-primary text-primary-foreground",
        )}
      >
        {isSelected && <Check aria-hidden className="size-3.5" strokeWidth={3} />}
      </span>
    </button>
  );
}

const MAX_DOTS = 4;

function LabelDots({ ids, labelById }: { ids: string[]; labelById: ReadonlyMap<string, Label> }) {
  const t = useTranslations("views");
  const labels = ids.flatMap((id) => labelById.get(id) ?? []);
  if (labels.length === 0) return null;
  const names = labels.map(({ name }) => name).join(", ");
  return (
    <span title={names} className="flex shrink-0 items-center gap-1 pl-0.5">
      {labels.slice(0, MAX_DOTS).map(({ id, color }) => (
        <LabelDot key={id} color={color} />
      ))}
      <span className="sr-only">{t("row.labels", { names })}</span>
    </span>
  );
}

function AssigneeBadge({ assignee }: { assignee: { id: string; name: string } }) {
  const t = useTranslations("views.row");
  const words = t("assignee", { name: assignee.name });
  return (
    <span title={words} className="shrink-0">
      <Avatar id={assignee.id} name={assignee.name} className="size-5 text-[0.5625rem]" />
      <span className="sr-only">{words}</span>
    </span>
  );
}

function SnoozedUntil({ until }: { until: string }) {
  const t = useTranslations("views.row");
  const time = useUntilWords()(until, useClock());
  return (
    <span
      title={t("snoozed", { time })}
      className="inline-flex shrink-0 items-center gap-1 rounded-full bg-muted px-1.5 py-px text-[0.6875rem] font-medium text-muted-foreground"
    >
      <AlarmClock aria-hidden className="size-3" />
      <span aria-hidden>{time}</span>
      <span className="sr-only">{t("snoozed", { time })}</span>
    </span>
  );
}

/** Under four hours, and only while the customer waits. */
function ClosingSoon({ row }: { row: ConversationSummary }) {
  const t = useTranslations("inbox.list");
  const spokenSpan = useSpokenSpan();
  const shortSpanWords = useShortSpanWords();
  const now = useClock();
  if (!row.waitingSince || row.closedAt) return null;
  const leftMs = row.answerableUntil ? Date.parse(row.answerableUntil) - now.getTime() : 0;
  if (leftMs <= 0 || leftMs > CLOSING_MS) return null;
  const time = spokenSpan(leftMs);
  return (
    <span
      title={t("timeLeft", { time })}
      className="inline-flex shrink-0 items-center gap-1 rounded-full bg-warning-soft px-1.5 py-px text-[0.6875rem] font-medium text-warning-text"
    >
      <Clock aria-hidden className="size-3" />
      <span aria-hidden>{shortSpanWords(leftMs)}</span>
      <span className="sr-only">{t("timeLeft", { time })}</span>
    </span>
  );
}
