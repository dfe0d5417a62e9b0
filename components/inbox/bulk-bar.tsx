"use client";
import { AlarmClock, Check, MailCheck, MailOpen, RotateCcw, Tag, UserPlus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useRowsOf } from "./inbox-queries.ts";
import { showOverlay } from "./overlay.ts";
import { selection, useSelection } from "./selection.ts";
import type { ConversationSummary } from "./types.ts";
import { useActs } from "./use-conversation-actions.ts";

/** What can be done with all that was picked out, at the foot of the list. */
export default function BulkBar({ list }: { list: ConversationSummary[] }) {
  const t = useTranslations("views");
  const acts = useActs();
  const ids = [...useSelection()];
  const rows = useRowsOf(ids);
  const isAllDone = rows.length > 0 && rows.every(({ closedAt }) => closedAt);
  const isAnyUnread = rows.some(({ unreadCount }) => unreadCount > 0);
  const act = (run: (rows: ConversationSummary[]) => unknown) => {
    selection.clear();
    void run(rows);
  };
  return (
    <div
      role="toolbar"
      aria-label={t("selection.label")}
      className="absolute inset-x-2 bottom-2 z-10 grid gap-1 rounded-lg border bg-popover p-1.5 shadow-floating animate-in fade-in-0 slide-in-from-bottom-2"
    >
      <div className="flex items-center gap-1 pl-2">
        <span role="status" className="min-w-0 flex-1 truncate text-sm font-medium">
          {t("selection.count", { count: ids.length })}
        </span>
        {ids.length < list.length && (
          <Button variant="ghost" size="sm" className="px-2" onClick={() => selection.add(list)}>
            {t("selection.all")}
          </Button>
        )}
        <Button variant="ghost" size="icon-sm" onClick={selection.clear} aria-label={t("selection.clear")}>
          <X />
        </Button>
      </div>
      <div className="flex items-center justify-between gap-0.5">
        <BulkButton
          label={t(isAllDone ? "acts.reopen" : "acts.close")}
          isOff={ids.length === 0}
          run={() => act(isAllDone ? acts.reopen : acts.close)}
        >
          {isAllDone ? <RotateCcw /> : <Check />}
        </BulkButton>
        <BulkButton label={t("acts.snooze")} isOff={ids.length === 0} run={() => showOverlay({ kind: "snooze", ids })}>
          <AlarmClock />
        </BulkButton>
        <BulkButton label={t("acts.assign")} isOff={ids.length === 0} run={() => showOverlay({ kind: "assign", ids })}>
          <UserPlus />
        </BulkButton>
        <BulkButton label={t("acts.label")} isOff={ids.length === 0} run={() => showOverlay({ kind: "label", ids })}>
          <Tag />
        </BulkButton>
        <BulkButton
          label={t(isAnyUnread ? "acts.read" : "acts.unread")}
          isOff={ids.length === 0}
          run={() => act(isAnyUnread ? acts.read : acts.unread)}
        >
          {isAnyUnread ? <MailCheck /> : <MailOpen />}
        </BulkButton>
      </div>
    </div>
  );
}

type BulkButtonProps = { label: string; isOff: boolean; run: () => void; children: ReactNode };

function BulkButton({ label, isOff, run, children }: BulkButtonProps) {
  return (
    <button
      type="button"
      disabled={isOff}
      onClick={run}
      className="flex min-h-12 min-w-11 flex-auto flex-col items-center justify-center gap-1 rounded-md px-1 text-[0.6875rem] leading-none font-medium hover:bg-accent disabled:opacity-50 [&_svg]:size-4.5"
    >
      {children}
      <span className="max-w-full truncate">{label}</span>
    </button>
  );
}
