"use client";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchConversation, fetchThread, fetchWindow, keys, type ListWindow } from "./inbox-cache.ts";
import { doors } from "./inbox-doors.ts";
import { compareRows, type Rows, type Thread } from "./merge.ts";
import type { ConversationSummary, ConversationView } from "./types.ts";

const KEPT = { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false } as const;

function useRows(): Rows {
  const { data } = useQuery<Rows>({
    queryKey: keys.rows,
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
    ...KEPT,
  });
  return data ?? {};
}

/** Whether this browser has seen any conversation at all. */
export function useKnowsAny(): boolean {
  return Object.keys(useRows()).length > 0;
}

/** The opened conversation's row; asked for by itself where no page of the list has brought it. */
export function useConversation(id: string | null): { conversation?: ConversationSummary; isGone: boolean } {
  const client = useQueryClient();
  const conversation = useRows()[id ?? ""];
  const { isError } = useQuery({
    queryKey: ["inbox", "conversation", id],
    queryFn: id && !conversation ? () => fetchConversation(client, id) : skipToken,
    retry: 1,
  });
  return { conversation, isGone: isError && !conversation };
}

/** The rows of a view, newest first. `keptId` stays in the list although it no longer belongs there, so that nothing jumps. */
export function useConversationList(view: ConversationView, accountId: string | null, keptId: string | null) {
  const client = useQueryClient();
  const rows = useRows();
  const { data: window, isError } = useQuery<ListWindow>({
    queryKey: keys.window(view, accountId),
    queryFn: () => fetchWindow(client, view, accountId),
    ...KEPT,
  });
  const list = useMemo(() => {
    if (!window) return [];
    const isShown = (row: ConversationSummary) =>
      (row.id === keptId || belongs(row, view)) &&
      (!accountId || row.instagramAccountId === accountId) &&
      isLoaded(row, window);
    return Object.values(rows).filter(isShown).sort(compareRows);
  }, [rows, window, view, accountId, keptId]);
  return { list, isLoading: !window && !isError, isError, isComplete: window?.isComplete ?? false };
}

export function useThread(id: string) {
  const client = useQueryClient();
  const { data, isError, refetch } = useQuery<Thread>({
    queryKey: keys.thread(id),
    queryFn: () => fetchThread(client, id),
    gcTime: 30 * 60_000,
    ...KEPT,
  });
  return { thread: data?.isLoaded ? data : undefined, isError, refetch };
}

export function useUnreadConversations(): number {
  const { data } = useQuery<number>({ queryKey: keys.unread, queryFn: doors.unread, ...KEPT });
  return data ?? 0;
}

export function belongs(row: ConversationSummary, view: ConversationView): boolean {
  if (view === "done") return row.closedAt !== null;
  if (view === "open") return row.closedAt === null;
  return row.closedAt === null && row.unreadCount > 0;
}

function isLoaded(row: ConversationSummary, { end, isComplete }: ListWindow): boolean {
  return isComplete || !end || compareRows(row, { ...row, ...end }) <= 0 || row.id === end.id;
}
