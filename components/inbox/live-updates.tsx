"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { applyDelta, keys, startAfresh } from "./inbox-cache.ts";
import { createPuller } from "./puller.ts";

const COUNTS_EVERY_MS = 3_000;
/** Streams that a proxy keeps open but no longer feeds are caught up by this. */
const SAFETY_PULL_MS = 30_000;
const PATIENCE_MS = 2_500;
const REOPEN_MS = 2_000;

const CatchUpContext = createContext<(cursor: string) => void>(() => undefined);

/** For what was read at a cursor and is put into the cache now: whatever changed since then is asked for once more. */
export function useCatchUp(): (cursor: string) => void {
  return use(CatchUpContext);
}

type LiveUpdatesProps = { cursor: string; children: ReactNode };

/**
 * Around every page: hears that something changed, asks what, and merges it into the cache. Says so in words while it cannot.
 * `cursor` is older than everything the first page shows.
 */
export function LiveUpdates({ cursor, children }: LiveUpdatesProps) {
  const t = useTranslations("inbox.live");
  const client = useQueryClient();
  const [isCutOff, setCutOff] = useState(false);
  const earliest = useRef(cursor);
  const live = useRef<ReturnType<typeof createPuller>>(null);
  const catchUp = useCallback((from: string) => {
    if (BigInt(from) < BigInt(earliest.current)) earliest.current = from;
    live.current?.catchUp(from);
  }, []);

  useEffect(() => {
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
    const puller = createPuller(earliest.current, {
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
    live.current = puller;
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
      live.current = null;
      clearTimeout(patience);
      clearTimeout(reopening);
      clearInterval(safety);
      window.removeEventListener("online", puller.pull);
      window.removeEventListener("offline", puller.pull);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [client]);

  return (
    <CatchUpContext value={catchUp}>
      <div role="status" aria-live="polite">
        {isCutOff && (
          <p className="flex items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-center text-sm font-medium text-warning-text">
            <span aria-hidden className="size-2 shrink-0 animate-pulse rounded-full bg-warning" />
            {t("reconnecting")}
          </p>
        )}
      </div>
      {children}
    </CatchUpContext>
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
