"use client";
import {
  Ban,
  Bell,
  BellOff,
  Check,
  CircleDashed,
  Clock,
  type LucideIcon,
  RotateCcw,
  Tag,
  Undo2,
  UserRoundCheck,
  UserRoundX,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useTimelineWords } from "./timeline-words.ts";
import type { TimelineEvent } from "./types.ts";
import { useAsides } from "./use-asides.tsx";

/** Who did what to a conversation, the latest first, for the customer pane. */
export function TimelineList({ conversationId }: { conversationId: string }) {
  const t = useTranslations("team.timeline");
  const words = useTimelineWords();
  const { events } = useAsides(conversationId);
  if (events.length === 0) return <p className="text-sm text-muted-foreground">{t("empty")}</p>;
  return (
    <ol aria-label={t("title")} className="grid gap-3">
      {events.toReversed().map((event) => {
        const Icon = ICONS[event.kind] ?? CircleDashed;
        return (
          <li key={event.id} className="flex gap-2.5 text-sm">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
            <span className="grid min-w-0">
              <span className="break-words">{words(event)}</span>
              <RelativeTime at={event.at} className="text-xs text-muted-foreground" />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const ICONS: Record<TimelineEvent["kind"], LucideIcon> = {
  assigned: UserRoundCheck,
  unassigned: UserRoundX,
  closed: Check,
  reopened: RotateCcw,
  snoozed: Clock,
  woken: Undo2,
  labelled: Tag,
  unlabelled: Tag,
  muted: BellOff,
  unmuted: Bell,
  blocked: Ban,
  unblocked: CircleDashed,
};
