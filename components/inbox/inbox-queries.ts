"use client";
import { type QueryClient, skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useClock } from "#components/ui/clock.tsx";
import { belongs } from "#lib/inbox/views.ts";
import { arrange, type Pins } from "./arrange.ts";
import { fetchConversation, fetchThread, fetchWindow, keys, type ListWindow } from "./inbox-cache.ts";
import { doors, GoneError } from "./inbox-doors.ts";
import type { Rows, Thread } from "./merge.ts";
import type { ConversationSummary, Label, ListPlace, ViewCounts } from "./types.ts";

/** Whoever walks on sooner is only passing through. */
const NEXT_AFTER_MS = 300;
const KEPT = { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false } as const;

export function useAllRows(): Rows {
  const { data } = useQuery<Rows>({
    queryKey: keys.rows,
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
    ...KEPT,
  });
  return data ?? {};
}

/** Those of the ids that this browser knows, as they are now. */
export function useRowsOf(ids: string[]): ConversationSummary[] {
  const rows = useAllRows();
  return ids.flatMap((id) => rows[id] ?? []);
}

/** Whether this browser has seen any conversation at all. */
export function useKnowsAny(): boolean {
  return Object.keys(useAllRows()).length > 0;
}

/** The opened conversation's row; asked for by itself where no page of the list has brought it. */
export function useConversation(id: string | null) {
  const client = useQueryClient();
  const conversation = useAllRows()[id ?? ""];
  const { error, refetch } = useQuery({
    queryKey: ["inbox", "conversation", id],
    queryFn: id && !conversation ? () => fetchConversation(client, id) : skipToken,
    retry: 1,
  });
  return {
    conversation,
    missing: error && !conversation ? { isGone: error instanceof GoneError, retry: () => void refetch() } : null,
  };
}

/** Reads the row again when the state of an account has changed since it was read, which no conversation's own version tells. */
export function useAccountState(conversationId: string): void {
  const client = useQueryClient();
  useQuery({
    queryKey: keys.topic("accounts", conversationId),
    queryFn: () => fetchConversation(client, conversationId),
    initialData: () => (client.getQueryState(keys.topic("accounts"))?.isInvalidated ? undefined : true),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

type Held = { keptId: string | null; pins: Pins; settled: number };

/**
 * The rows of a list, in its order. `keptId` stays although it no longer belongs there, and `pins` keep their places until
 * `settled` counts on, so that nothing jumps.
 */
export function useConversationList(place: ListPlace, memberId: string, { keptId, pins, settled }: Held) {
  const client = useQueryClient();
  const rows = useAllRows();
  const { data: window, isError } = useQuery<ListWindow>({
    queryKey: keys.window(place),
    queryFn: () => fetchWindow(client, place),
    ...KEPT,
  });
  // Only an order that time itself changes has to follow it.
  const now = useClock({ isTicking: place.sort === "closing" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: pins change without a drawing, and count when they are let go.
  const list = useMemo(() => {
    if (!window) return [];
    const isShown = (row: ConversationSummary) =>
      row.id === keptId || pins.has(row.id) || belongs(row, place, memberId);
    return arrange(Object.values(rows), place, window, now, isShown, pins);
  }, [rows, window, place, memberId, keptId, now, settled]);
  return { list, isLoading: !window && !isError, isError, isComplete: window?.isComplete ?? false };
}

function threadQuery(client: QueryClient, id: string) {
  return { ...threadQueryOf(id), queryFn: () => fetchThread(client, id) };
}

function threadQueryOf(id: string) {
  return { queryKey: keys.thread(id), gcTime: 30 * 60_000, ...KEPT };
}

export function useThread(id: string) {
  const client = useQueryClient();
  const { data, isError, refetch } = useQuery<Thread>(threadQuery(client, id));
  return { thread: data?.isLoaded ? data : undefined, isError, refetch };
}

/** Whether what was asked for of a thread has come, or will not. */
export function useIsThreadHere(id: string): boolean {
  const { data, isError } = useQuery<Thread, Error, boolean>({
    ...threadQueryOf(id),
    queryFn: skipToken,
    select: ({ isLoaded }) => isLoaded,
  });
  return isError || (data ?? false);
}

/**
 * Asks for threads before the place for their messages is drawn: for the opened one while its pane is being drawn, and for the one
 * that comes after it in the list once there is time.
 */
export function useThreadsAhead(openedId: string | null, nextId: string | undefined): void {
  const client = useQueryClient();
  if (openedId && typeof window !== "undefined") askAhead(client, openedId);
  useEffect(() => {
    if (!nextId) return;
    const timer = setTimeout(() => askAhead(client, nextId), NEXT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [client, nextId]);
}

/** Asks for a thread that is about to be opened, unless it is there. */
export function askAhead(client: QueryClient, id: string): void {
  if (!client.getQueryState(keys.thread(id))) void client.prefetchQuery(threadQuery(client, id));
}

/** How much each view and label holds; of one account, or of all. */
export function useViewCounts(accountId: string | null): ViewCounts | undefined {
  const { data } = useQuery<ViewCounts>({
    queryKey: keys.counts(accountId),
    queryFn: () => doors.counts(accountId),
    ...KEPT,
  });
  return data;
}

export function useUnreadConversations(): number {
  return useViewCounts(null)?.views.unread ?? 0;
}

const NO_LABELS: Label[] = [];

/** The workspace's labels by name. */
export function useLabels(): Label[] {
  const { data } = useQuery<Label[]>({ queryKey: keys.topic("labels"), queryFn: doors.labels, ...KEPT });
  return data ?? NO_LABELS;
}
