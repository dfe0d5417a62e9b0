"use client";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { keys } from "#components/inbox/inbox-cache.ts";
import type { Rows } from "#components/inbox/merge.ts";
import { useGoTo } from "#components/inbox/navigation.ts";
import { useContentWords } from "#components/inbox/preview.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { newsPosition, toast } from "#components/ui/toaster.tsx";
import { personName } from "#lib/format.ts";
import { useUnreadNotificationCount } from "./bell.tsx";
import { NEWS_TOAST, type Told, takeNews } from "./news.ts";
import { placeOf } from "./notification-place.ts";
import { type Alert, showAlert } from "./show-alert.ts";
import { teamKeys } from "./team-cache.ts";
import { teamDoors } from "./team-doors.ts";
import type { AlertPreferences, Notification } from "./types.ts";

type AlertsProps = {
  memberId: string;
  preferences: AlertPreferences;
  /** What was there when the server drew the first page: this comes into the page later, and what came meanwhile is news. */
  opened: { at: string; unreadCount: number };
};

/**
 * Tells a member who looks elsewhere of what came, in the ways they chose; and whoever is here of what colleagues want, since an
 * opened conversation hides a phone's bell, and of a reply that can soon not be given any more. Renders nothing.
 */
export default function Alerts({ memberId, preferences, opened }: AlertsProps) {
  const t = useTranslations("team");
  const contentWords = useContentWords();
  const client = useQueryClient();
  const goTo = useGoTo();
  const { data: rows } = useQuery<Rows>({ queryKey: keys.rows, queryFn: skipToken });
  const count = useUnreadNotificationCount();
  const known = useRef({ told: new Map() as Told, count: opened.unreadCount, toldIds: new Set<string>() });

  const tell = (alert: Alert) => {
    if (document.hasFocus()) return;
    showAlert(alert, { isDesktop: preferences.desktopNotifications, isSound: preferences.sounds }, goTo);
  };
  const tellOfMessages = useEffectEvent((now: Rows) => {
    const isWanted = ({ assignee }: ConversationSummary) =>
      preferences.notifyAbout === "all" || !assignee || assignee.id === memberId;
    for (const row of takeNews(now, known.current.told, opened.at)) {
      if (!row.lastMessage || !isWanted(row)) continue;
      const body = contentWords(row.lastMessage) || t("alerts.newMessage");
      tell({ key: row.lastMessage.id, title: personName(row.contact), body, href: `/inbox/${row.id}` });
    }
  });
  const tellOfNotifications = useEffectEvent(async (now: number) => {
    const newCount = now - known.current.count;
    known.current.count = now;
    if (newCount <= 0) return;
    const all = await client
      .fetchQuery<Notification[]>({ queryKey: teamKeys.notifications, queryFn: teamDoors.notifications, staleTime: 0 })
      .catch(() => []);
    const { toldIds } = known.current;
    const fresh = all.filter(({ id, readAt }) => !readAt && !toldIds.has(id)).slice(0, newCount);
    for (const notification of fresh) {
      const { id, kind, actor, contact, note, endpointName } = notification;
      toldIds.add(id);
      const title = t(`alerts.${kind}`, { name: actor?.name ?? t("bell.somebody") });
      const href = placeOf(notification);
      tell({ key: id, title, body: note ?? (contact ? personName(contact) : (endpointName ?? "")), href });
      if (!contact || !document.hasFocus() || location.pathname === href) continue;
      const action = { label: t("alerts.open"), onClick: () => goTo(href) };
      const position = newsPosition();
      if (kind === "closing") {
        toast.warning(t("bell.closing", { contact: personName(contact) }), { duration: 30_000, action, position });
      } else if (!document.querySelector("[data-bell][aria-expanded='true']")) {
        const description = note ? `${personName(contact)}: ${note}` : personName(contact);
        toast.info(title, { id: NEWS_TOAST, duration: 8_000, description, action, position });
      }
    }
  });

  useEffect(() => {
    if (rows) tellOfMessages(rows);
  }, [rows]);
  useEffect(() => void tellOfNotifications(count), [count]);
  useEffect(() => followClicks(goTo), [goTo]);
  return null;
}

/** A click on a notification comes back through the service worker; who is here again needs no notification any more. */
function followClicks(goTo: (href: string) => void) {
  const worker = navigator.serviceWorker;
  const open = ({ data }: MessageEvent) => {
    if (typeof data?.open === "string") goTo(data.open);
  };
  const clear = async () => {
    const shown = (await (await worker?.getRegistration())?.getNotifications()) ?? [];
    for (const notification of shown) notification.close();
  };
  worker?.addEventListener("message", open);
  window.addEventListener("focus", clear);
  return () => {
    worker?.removeEventListener("message", open);
    window.removeEventListener("focus", clear);
  };
}
