"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { AtSign, Clock, Unplug, UserRoundCheck } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { followWithin } from "#components/inbox/navigation.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import { BellButton, useUnreadNotificationCount } from "./bell.tsx";
import { NEWS_TOAST } from "./news.ts";
import { placeOf } from "./notification-place.ts";
import { readNotifications } from "./read-notifications.ts";
import { teamKeys } from "./team-cache.ts";
import { useTeam } from "./team-context.ts";
import { teamDoors } from "./team-doors.ts";
import type { Notification } from "./types.ts";

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedBell() {
  const t = useTranslations("team.bell");
  const client = useQueryClient();
  const { actions } = useTeam();
  const count = useUnreadNotificationCount();
  const [isOpen, setOpen] = useState(true);
  // Beside the rail of a desk, above the bar of a phone.
  const [side] = useState<"right" | "top">(() => (matchMedia("(min-width: 48rem)").matches ? "right" : "top"));
  const { data, isError, refetch } = useQuery<Notification[]>({
    queryKey: teamKeys.notifications,
    queryFn: teamDoors.notifications,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isOpen,
  });
  useEffect(() => {
    if (isOpen) toast.dismiss(NEWS_TOAST);
  }, [isOpen]);
  const panel = useRef<HTMLDivElement>(null);
  const isLoaded = data !== undefined;
  useEffect(() => {
    if (isLoaded && document.activeElement === panel.current) focusNewest(panel.current);
  }, [isLoaded]);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <BellButton />
      </PopoverTrigger>
      <PopoverContent
        ref={panel}
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          focusNewest(panel.current);
        }}
        side={side}
        align="end"
        aria-label={t("title")}
        className="flex max-h-[min(32rem,80dvh)] w-88 flex-col p-0 outline-none"
      >
        <div className="flex min-h-12 items-center justify-between gap-3 border-b pr-2 pl-4">
          <h2 className="min-w-0 truncate text-base font-semibold">{t("title")}</h2>
          {count > 0 && (
            <Button
              variant="ghost"
              size="sm"
              onClick={() => {
                // Before the button is gone, and the focus with it.
                focusNewest(panel.current);
                void readNotifications(client, actions);
              }}
            >
              {t("markAllRead")}
            </Button>
          )}
        </div>
        {data?.length === 0 && <p className="px-4 py-8 text-center text-sm text-muted-foreground">{t("empty")}</p>}
        {!data && !isError && <p className="px-4 py-8 text-center text-sm text-muted-foreground">{t("loading")}</p>}
        {!data && isError && (
          <div className="grid justify-items-center gap-3 px-4 py-6 text-sm">
            {t("failed")}
            <Button variant="secondary" size="sm" onClick={() => void refetch()}>
              {t("tryAgain")}
            </Button>
          </div>
        )}
        {data && data.length > 0 && (
          <ul className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1 [&>li+li]:mt-0.5">
            {data.map((notification) => (
              <li key={notification.id}>
                <NotificationLink notification={notification} close={() => setOpen(false)} />
              </li>
            ))}
          </ul>
        )}
        <Link
          href="/settings/profile#notifications"
          className="border-t px-4 py-3 text-sm text-primary-text hover:underline"
        >
          {t("settings")}
        </Link>
      </PopoverContent>
    </Popover>
  );
}

/** Enter opens what is newest; it would mark everything as read if the first button had the focus. */
function focusNewest(panel: HTMLElement | null): void {
  (panel?.querySelector<HTMLElement>("li a") ?? panel)?.focus();
}

function NotificationLink({ notification, close }: { notification: Notification; close: () => void }) {
  const t = useTranslations("team.bell");
  const words = useNotificationWords();
  const client = useQueryClient();
  const { actions } = useTeam();
  const { kind, actor, note, readAt, createdAt, conversationId } = notification;
  const Icon = ICONS[kind];
  return (
    <Link
      href={placeOf(notification)}
      prefetch={false}
      onClick={(event) => {
        // A conversation is read where it is opened; nothing is there to notice that for the rest.
        if (conversationId !== null) followWithin(event);
        else if (!readAt) void readNotifications(client, actions, null);
        if (!event.metaKey && !event.ctrlKey && !event.shiftKey) close();
      }}
      className={cn("flex gap-3 rounded-md px-3 py-2.5 text-sm hover:bg-accent", !readAt && "bg-primary-soft")}
    >
      {actor ? (
        <Avatar id={actor.id} name={actor.name} className="size-8 text-xs" />
      ) : (
        <span className="flex size-8 shrink-0 items-center justify-center rounded-full bg-muted">
          <Icon aria-hidden className="size-4" />
        </span>
      )}
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className={cn("break-words", !readAt && "font-medium")}>
          {!readAt && <span className="sr-only">{t("isNew")}: </span>}
          {words(notification)}
        </span>
        {note && <bdi className="line-clamp-2 break-words text-muted-foreground">{note}</bdi>}
        <RelativeTime at={createdAt} className="text-xs text-muted-foreground" />
      </span>
      {!readAt && <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-primary" />}
    </Link>
  );
}

const ICONS = { mention: AtSign, assigned: UserRoundCheck, closing: Clock, webhook_off: Unplug };

function useNotificationWords(): (notification: Notification) => string {
  const t = useTranslations("team.bell");
  return ({ kind, actor, contact, endpointName }) => {
    if (kind === "webhook_off" || !contact) return t("webhook_off", { name: endpointName ?? "" });
    if (kind === "assigned" && !actor) return t("assignedAlone", { contact: personName(contact) });
    return t(kind, { actor: actor?.name ?? t("somebody"), contact: personName(contact) });
  };
}
