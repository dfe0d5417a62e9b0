"use client";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { keys } from "#components/inbox/inbox-cache.ts";
import type { Rows } from "#components/inbox/merge.ts";
import { goTo } from "#components/inbox/navigation.ts";
import { useContentWords } from "#components/inbox/preview.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { personName } from "#lib/format.ts";
import { useUnreadNotificationCount } from "./bell.tsx";
import { newestArrival, newsIn } from "./news.ts";
import { type Alert, showAlert } from "./show-alert.ts";
import { teamKeys } from "./team-cache.ts";
import { teamDoors } from "./team-doors.ts";
import type { AlertPreferences, Notification } from "./types.ts";

type AlertsProps = { memberId: string; preferences: AlertPreferences };

/** Tells a member who looks elsewhere of what came, in the ways they chose. Renders nothing. */
export default function Alerts({ memberId, preferences }: AlertsProps) {
  const t = useTranslations("team");
  const contentWords = useContentWords();
  const client = useQueryClient();
  const { data: rows } = useQuery<Rows>({ queryKey: keys.rows, queryFn: skipToken });
  const count = useUnreadNotificationCount();
  const known = useRef({ arrival: newestArrival(rows ?? {}), count, notifiedAt: new Date().toISOString() });

  const tell = (alert: Alert) => {
    if (document.hasFocus()) return;
    showAlert(alert, { isDesktop: preferences.desktopNotifications, isSound: preferences.sounds });
  };
  const tellOfMessages = useEffectEvent((now: Rows) => {
    const isWanted = ({ assignee }: ConversationSummary) =>
      preferences.notifyAbout === "all" || !assignee || assignee.id === memberId;
    for (const row of newsIn(now, known.current.arrival)) {
      if (!row.lastMessage || !isWanted(row)) continue;
      const body = contentWords(row.lastMessage) || t("alerts.newMessage");
      tell({ key: row.lastMessage.id, title: personName(row.contact), body, href: `/inbox/${row.id}` });
    }
    known.current.arrival = newestArrival(now);
  });
  const tellOfNotifications = useEffectEvent(async (now: number) => {
    const isMore = now > known.current.count;
    known.current.count = now;
    if (!isMore) return;
    const all = await client
      .fetchQuery<Notification[]>({ queryKey: teamKeys.notifications, queryFn: teamDoors.notifications, staleTime: 0 })
      .catch(() => []);
    const since = known.current.notifiedAt;
    known.current.notifiedAt = all[0]?.createdAt ?? since;
    for (const { id, kind, actor, contact, note, readAt, createdAt, conversationId } of all) {
      if (readAt || createdAt <= since) continue;
      const name = actor?.name ?? t("bell.somebody");
      const title = kind === "mention" ? t("alerts.mention", { name }) : t("alerts.assigned");
      tell({ key: id, title, body: note ?? personName(contact), href: `/inbox/${conversationId}` });
    }
  });

  useEffect(() => {
    if (rows) tellOfMessages(rows);
  }, [rows]);
  useEffect(() => void tellOfNotifications(count), [count]);
  useEffect(followClicks, []);
  return null;
}

/** A click on a notification comes back through the service worker; who is here again needs no notification any more. */
function followClicks() {
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
