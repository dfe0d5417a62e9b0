"use client";
import { AlarmClock, Check, MailOpen, RotateCcw, Tag, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { showOverlay } from "./overlay.ts";
import type { ConversationSummary } from "./types.ts";
import { useActs } from "./use-conversation-actions.ts";

/** It comes back a moment later: what a finger presses as it leaves the text must not move away under it. */
const HIDDEN_WHILE_WRITING =
  "max-h-32 shrink-0 overflow-hidden transition-[max-height,visibility] delay-300 duration-0 group-has-[[data-composer]:focus]/pane:invisible group-has-[[data-composer]:focus]/pane:max-h-0 group-has-[[data-composer]:focus]/pane:delay-0 sm:hidden";

/**
 * What one does with a conversation on a phone, where the thumb is. It takes the place of the navigation, which an open
 * conversation hides, and gives it to the keyboard while somebody writes.
 */
export function ConversationBar({ conversation }: { conversation: ConversationSummary }) {
  const t = useTranslations("views.acts");
  const tRow = useTranslations("views.row");
  const acts = useActs();
  const { id, assignee, closedAt } = conversation;
  const isDone = closedAt !== null;
  return (
    <div className={HIDDEN_WHILE_WRITING}>
      <fieldset aria-label={t("of")} className="flex border-t bg-card px-1 pb-[env(safe-area-inset-bottom)]">
        <BarButton
          label={assignee ? tRow("assignee", { name: assignee.name }) : undefined}
          caption={assignee?.name ?? t("assign")}
          onClick={() => showOverlay({ kind: "assign", ids: [id] })}
        >
          {assignee ? (
            <Avatar id={assignee.id} name={assignee.name} className="size-5.5 text-[0.625rem]" />
          ) : (
            <UserPlus />
          )}
        </BarButton>
        <BarButton caption={t("label")} onClick={() => showOverlay({ kind: "label", ids: [id] })}>
          <Tag />
        </BarButton>
        <BarButton caption={t("snooze")} onClick={() => showOverlay({ kind: "snooze", ids: [id] })}>
          <AlarmClock />
        </BarButton>
        <BarButton caption={t("unread")} onClick={() => void acts.unread([conversation])}>
          <MailOpen />
        </BarButton>
        <BarButton
          caption={t(isDone ? "reopen" : "close")}
          onClick={() => void (isDone ? acts.reopen([conversation]) : acts.close([conversation]))}
        >
          {isDone ? <RotateCcw /> : <Check />}
        </BarButton>
      </fieldset>
    </div>
  );
}

type BarButtonProps = { label?: string | undefined; caption: string; onClick: () => void; children: ReactNode };

function BarButton({ label, caption, onClick, children }: BarButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="flex min-h-13 min-w-11 flex-auto flex-col items-center justify-center gap-1 rounded-md px-0.5 text-[0.6875rem] leading-none font-medium text-muted-foreground active:bg-accent [&_svg]:size-5"
    >
      {children}
      <bdi className="max-w-24 truncate py-px">{caption}</bdi>
    </button>
  );
}
