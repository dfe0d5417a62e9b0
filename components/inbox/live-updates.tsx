"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { applyDelta, keys, startAfresh } from "./inbox-cache.ts";
import { doors, SignedOutError } from "./inbox-doors.ts";

const MAX_BACK_OFF_MS = 15_000;
const UNREAD_EVERY_MS = 3_000;
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
    const puller = createPuller(known, {
      keep: (next) => client.setQueryData(keys.cursor, next),
      apply: (delta) => applyDelta(client, delta),
      startAfresh: () => startAfresh(client),
      onChanged: throttle(() => void client.invalidateQueries({ queryKey: keys.unread }), UNREAD_EVERY_MS),
    });
    let source: EventSource;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let patience: ReturnType<typeof setTimeout> | undefined;
    const hear = () => {
      clearTimeout(patience);
      patience = undefined;
      setCutOff(false);
      puller.pull();
    };
    const lose = () => {
      patience ??= setTimeout(() => setCutOff(true), PATIENCE_MS);
      puller.pull();
    };
    const connect = () => {
      source = new EventSource("/api/events");
      source.onopen = hear;
      source.onmessage = ({ data }) => {
        if (typeof data === "string" && data.includes('"signed_out"')) return leave();
        hear();
      };
      source.onerror = () => {
        lose();
        // A browser gives up for good after an answer that is no stream, such as a 503 of a server that is stopping.
        if (source.readyState === EventSource.CLOSED) reopening = setTimeout(connect, REOPEN_MS);
      };
    };
    connect();
    const safety = setInterval(puller.pull, SAFETY_PULL_MS);
    const wake = () => document.visibilityState === "visible" && puller.pull();
    window.addEventListener("online", puller.pull);
    window.addEventListener("offline", lose);
    document.addEventListener("visibilitychange", wake);
    return () => {
      source.close();
      puller.stop();
      clearTimeout(patience);
      clearTimeout(reopening);
      clearInterval(safety);
      window.removeEventListener("online", puller.pull);
      window.removeEventListener("offline", lose);
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

type Delta = Awaited<ReturnType<typeof doors.changes>>;
type Puller = {
  keep: (cursor: string) => void;
  apply: (delta: Delta) => void;
  startAfresh: () => Promise<void>;
  onChanged: () => void;
};

/** One pull at a time; what is heard during it causes exactly one more. A pull that fails is tried again, ever more slowly. */
export function createPuller(cursor: string, { keep, apply, startAfresh: reset, onChanged }: Puller) {
  let since = cursor;
  let isPulling = false;
  let isAskedAgain = false;
  let isStopped = false;
  let backOffMs = 500;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function pull() {
    if (isStopped) return;
    if (isPulling) {
      isAskedAgain = true;
      return;
    }
    clearTimeout(retry);
    isPulling = true;
    isAskedAgain = false;
    try {
      const delta = await doors.changes(since);
      if (isStopped) return;
      if (delta.reset) await reset();
      else apply(delta);
      since = delta.cursor;
      keep(since);
      backOffMs = 500;
      if (delta.reset || delta.conversations.length > 0) onChanged();
    } catch (error) {
      if (error instanceof SignedOutError) return leave();
      retry = setTimeout(pull, backOffMs);
      backOffMs = Math.min(backOffMs * 2, MAX_BACK_OFF_MS);
      isAskedAgain = false;
    } finally {
      isPulling = false;
    }
    if (isAskedAgain) pull();
  }

  return {
    pull: () => void pull(),
    stop: () => {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}

/** A full load: nothing of the member who was here stays in memory. */
function leave() {
  location.assign("/sign-in");
}

function throttle(run: () => void, everyMs: number) {
  const waiting = new Set<ReturnType<typeof setTimeout>>();
  return () => {
    if (waiting.size > 0) return;
    const timer = setTimeout(() => {
      waiting.delete(timer);
      run();
    }, everyMs);
    waiting.add(timer);
  };
}
