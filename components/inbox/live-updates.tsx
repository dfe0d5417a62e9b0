"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { applyDelta, keys, startAfresh } from "./inbox-cache.ts";
import { createPuller } from "./puller.ts";

const COUNTS_EVERY_MS = 3_000;
/** Streams that a proxy keeps open but no longer feeds are caught up by this. */
const SAFETY_PULL_MS = 30_000;
const PATIENCE_MS = 2_500;
const REOPEN_MS = 2_000;

/** Hears that something changed, asks what, and merges it. Says so in words while it cannot. */
export function LiveUpdates({ cursor }: { cursor: string }) {
  const t = useTranslations("inbox.live");
  const client = useQueryClient();
  const [isCutOff, setCutOff] = useState(false);
  const firstCursor = useRef(cursor);

  useEffect(() => {
    const known = client.getQueryData<string>(keys.cursor) ?? firstCursor.current;
    let isStreaming = false;
    let isCurrent = true;
    let source: EventSource;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let patience: ReturnType<typeof setTimeout> | undefined;

    const judge = () => {
      if (!isStreaming || !isCurrent) {
        patience ??= setTimeout(() => setCutOff(true), PATIENCE_MS);
        return;
      }
      clearTimeout(patience);
      patience = undefined;
      setCutOff(false);
    };
    const puller = createPuller(known, {
      keep: (next) => client.setQueryData(keys.cursor, next),
      apply: (delta) => applyDelta(client, delta),
      startAfresh: () => startAfresh(client),
      onChanged: throttle(() => void client.invalidateQueries({ queryKey: keys.counts() }), COUNTS_EVERY_MS),
      onOutcome: (isOk) => {
        if (isCurrent === isOk) return;
        isCurrent = isOk;
        judge();
      },
      onSignedOut: leave,
    });
    const connect = () => {
      source = new EventSource("/api/events");
      source.onopen = () => {
        isStreaming = true;
        judge();
        puller.pull();
      };
      source.onmessage = ({ data }) => {
        if (typeof data === "string" && data.includes('"signed_out"')) return leave();
        puller.pull();
      };
      source.onerror = () => {
        if (isStreaming) puller.pull();
        isStreaming = false;
        judge();
        // A browser gives up for good after an answer that is no stream, such as a 503 of a server that is stopping.
        if (source.readyState === EventSource.CLOSED) reopening = setTimeout(connect, REOPEN_MS);
      };
    };
    connect();
    const safety = setInterval(puller.pull, SAFETY_PULL_MS);
    const wake = () => document.visibilityState === "visible" && puller.pull();
    window.addEventListener("online", puller.pull);
    window.addEventListener("offline", puller.pull);
    document.addEventListener("visibilitychange", wake);
    return () => {
      source.close();
      puller.stop();
      clearTimeout(patience);
      clearTimeout(reopening);
      clearInterval(safety);
      window.removeEventListener("online", puller.pull);
      window.removeEventListener("offline", puller.pull);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [client]);

  return (
    <div role="status" aria-live="polite">
      {isCutOff && (
        <p className="flex items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-center text-sm font-medium text-warning-text">
          <span aria-hidden className="size-2 animate-pulse rounded-full bg-warning" />
          {t("reconnecting")}
        </p>
      )}
    </div>
  );
}

/** A full load: nothing of the member who was here stays in memory. */
function leave() {
  location.assign("/sign-in");
}

/** At once, and once more at the end of the span if asked for meanwhile. */
function throttle(run: () => void, everyMs: number) {
  let isResting = false;
  let isAskedAgain = false;
  return function ask() {
    if (isResting) {
      isAskedAgain = true;
      return;
    }
    isResting = true;
    isAskedAgain = false;
    run();
    setTimeout(() => {
      isResting = false;
      if (isAskedAgain) ask();
    }, everyMs);
  };
}
