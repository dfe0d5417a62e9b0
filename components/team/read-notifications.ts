"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useUnreadNotifications } from "./bell.tsx";
import { teamKeys } from "./team-cache.ts";
import { useTeam } from "./team-context.ts";
import type { TeamActions, UnreadNotifications } from "./types.ts";

/** All of them, or those of one conversation, or with null those that concern none: shown at once, and as the server has it if that fails. */
export async function readNotifications(
  client: QueryClient,
  { markNotificationsRead }: TeamActions,
  conversationId?: string | null,
): Promise<void> {
  const isAll = conversationId === undefined;
  client.setQueryData<UnreadNotifications>(teamKeys.unread, (known) =>
    isAll ? [] : known?.filter((unread) => unread.conversationId !== conversationId),
  );
  const result = await markNotificationsRead(isAll ? {} : { conversationId }).catch(() => null);
  if (!result?.ok) await client.invalidateQueries({ queryKey: teamKeys.unread });
}

/** Whoever looks at a conversation has seen what was told about it. */
export function useReadWhereOpened(conversationId: string | null): void {
  const client = useQueryClient();
  const { actions } = useTeam();
  const unread = useUnreadNotifications();
  const isNew = unread.some((one) => one.conversationId === conversationId);
  useEffect(() => {
    if (!isNew || !conversationId) return;
    const read = () => {
      if (document.hidden || !document.hasFocus()) return;
      void readNotifications(client, actions, conversationId);
    };
    read();
    window.addEventListener("focus", read);
    return () => window.removeEventListener("focus", read);
  }, [isNew, conversationId, client, actions]);
}
