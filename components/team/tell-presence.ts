import type { QueryClient } from "@tanstack/react-query";
import { newId } from "#components/inbox/new-id.ts";
import { putPresence } from "./team-cache.ts";
import { teamDoors } from "./team-doors.ts";

const BEAT_MS = 20_000;
const WRITING_BEAT_MS = 3_000;
/** Whoever types nothing for so long has stopped. */
const IDLE_MS = 5_000;
/** Whoever only passes through a conversation is not seen there; and what was opened is drawn first. */
const PASSING_MS = 100;
/** A glance at another tab is no leaving. */
const GLANCE_MS = 4_000;

export type TellPresence = { look: (conversationId: string | null) => void; stop: () => void };

/** Says where this tab looks and whether its member writes, while the tab is looked at; learns where the others do. */
export function tellPresence(client: QueryClient, opened: string | null): TellPresence {
  const tabId = newId();
  let conversationId = opened;
  let lastTypedAt = Number.NEGATIVE_INFINITY;
  let field: HTMLTextAreaElement | null = null;
  let isTelling = false;
  let isAskedAgain = false;
  let passing: ReturnType<typeof setTimeout> | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let beats: ReturnType<typeof setInterval> | undefined;
  let writing: ReturnType<typeof setInterval> | undefined;

  const isWriting = () =>
    Boolean(field?.isConnected && field.value.trim()) && performance.now() - lastTypedAt < IDLE_MS;

  /** One at a time, so that the last word is the last that arrives. */
  async function tell() {
    if (document.hidden) return;
    if (isTelling) {
      isAskedAgain = true;
      return;
    }
    isTelling = true;
    isAskedAgain = false;
    try {
      putPresence(client, await teamDoors.showPresence({ tabId, conversationId, isWriting: isWriting() }));
    } catch {
      // The next beat tries again; being signed out or cut off is told elsewhere.
    }
    isTelling = false;
    if (isAskedAgain) void tell();
  }

  const typed = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement) || !target.matches("[data-composer]")) return;
    field = target;
    lastTypedAt = performance.now();
    if (writing || !isWriting()) return;
    let toldAt = performance.now();
    void tell();
    writing = setInterval(() => {
      if (!isWriting()) return stopWriting();
      if (performance.now() - toldAt < WRITING_BEAT_MS) return;
      toldAt = performance.now();
      void tell();
    }, 500);
  };
  const stopWriting = () => {
    if (!writing) return;
    clearInterval(writing);
    writing = undefined;
    lastTypedAt = Number.NEGATIVE_INFINITY;
    void tell();
  };
  const leave = () => {
    clearInterval(beats);
    beats = undefined;
    teamDoors.leavePresence({ tabId });
  };
  const come = () => {
    clearTimeout(leaving);
    if (beats) return;
    void tell();
    beats = setInterval(tell, BEAT_MS);
  };
  const changed = () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(leave, GLANCE_MS);
    else come();
  };

  if (!document.hidden) come();
  document.addEventListener("input", typed);
  document.addEventListener("visibilitychange", changed);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", changed);
  return {
    look: (next) => {
      if (next === conversationId) return;
      conversationId = next;
      clearInterval(writing);
      writing = undefined;
      lastTypedAt = Number.NEGATIVE_INFINITY;
      clearTimeout(passing);
      passing = setTimeout(tell, PASSING_MS);
    },
    stop: () => {
      clearTimeout(passing);
      clearTimeout(leaving);
      clearInterval(writing);
      leave();
      document.removeEventListener("input", typed);
      document.removeEventListener("visibilitychange", changed);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", changed);
    },
  };
}
