"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { keys } from "../inbox-cache.ts";
import type { InboxViewer } from "../types.ts";
import { draftBoxOf, refreshDrafts } from "./use-draft.ts";

const LOOK_EVERY_MS = 15_000;

/** Keeps the member's drafts in step with their other devices, and warns before the time for one of them is over. */
export function DraftKeeper({ viewer, openedId }: { viewer: InboxViewer; openedId: string | null }) {
  const client = useQueryClient();
  const t = useTranslations("composer");
  const { memberId } = viewer;
  const opened = useRef(openedId);
  opened.current = openedId;
  const { data: drafts } = useQuery({
    queryKey: keys.topic("drafts"),
    queryFn: () => refreshDrafts(memberId),
    staleTime: Number.POSITIVE_INFINITY,
  });

  useEffect(() => {
    const flush = () => draftBoxOf(memberId).flush();
    window.addEventListener("online", flush);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("online", flush);
      window.removeEventListener("pagehide", flush);
    };
  }, [memberId]);

  useEffect(() => {
    const look = async () => {
      if (draftBoxOf(memberId).list().length === 0) return;
      // Without a connection it may not come: the next look asks again.
      const closing = await import("./closing-drafts.ts").catch(() => null);
      closing?.warnOfClosing({ client, memberId, openedId: opened.current, listed: drafts ?? [], t });
    };
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [client, memberId, drafts, t]);
  return null;
}
