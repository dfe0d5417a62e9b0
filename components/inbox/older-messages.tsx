"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { fetchOlder } from "./inbox-cache.ts";
import type { Thread } from "./merge.ts";

/** After a failure it is tried again by itself, as soon as the end is near, but not at once. */
const PAUSE_MS = 3_000;

type OlderMessagesProps = { conversationId: string; thread: Thread; scroller: RefObject<HTMLDivElement | null> };

/** The thread's upper end: fetches the page before as it comes near, or says that this is where it began. */
export function OlderMessages({ conversationId, thread, scroller }: OlderMessagesProps) {
  const t = useTranslations("inbox.thread");
  const client = useQueryClient();
  const mark = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const { hasOlder, oldest } = thread;

  const load = useCallback(async () => {
    setState("loading");
    await fetchOlder(client, conversationId).then(
      () => setState("idle"),
      () => setState("failed"),
    );
  }, [client, conversationId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page the mark may be in sight still.
  useEffect(() => {
    if (!mark.current || !hasOlder || state !== "idle") return;
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && void load(), {
      root: scroller.current,
      rootMargin: "800px 0px 0px 0px",
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [hasOlder, oldest, state, load, scroller]);

  useEffect(() => {
    if (state !== "failed") return;
    const timer = setTimeout(() => setState("idle"), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [state]);

  return (
    <div ref={mark} className="flex h-16 items-center justify-center text-sm text-muted-foreground">
      {!hasOlder && thread.messages.length > 0 && t("start")}
      {hasOlder && state === "loading" && t("loadingOlder")}
      {hasOlder && state !== "loading" && (
        <Button variant="ghost" size="sm" onClick={() => void load()}>
          {t("loadOlder")}
        </Button>
      )}
    </div>
  );
}
