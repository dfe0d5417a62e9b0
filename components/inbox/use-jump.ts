"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import { fetchUntil } from "./inbox-cache.ts";

const JumpContext = createContext<(messageId: string) => void>(() => undefined);
export const JumpProvider = JumpContext.Provider;

/** For whoever knows a message of the opened conversation by its id: a quote, a search's hit. */
export function useJumpTo(): (messageId: string) => void {
  return use(JumpContext);
}

export type Jump = { messageId: string; isLoading: boolean };

/**
 * Leads to a message, however old: what lies between is loaded first. The list leads there as soon
 * as `isLoading` is over.
 */
export function useJump(conversationId: string) {
  const client = useQueryClient();
  const t = useTranslations("inbox.thread");
  const [jump, setJump] = useState<Jump | null>(null);

  const jumpTo = useCallback(
    async (messageId: string) => {
      setJump({ messageId, isLoading: true });
      const isThere = await fetchUntil(client, conversationId, messageId).catch(() => false);
      setJump((now) => {
        if (now?.messageId !== messageId) return now;
        return isThere ? { messageId, isLoading: false } : null;
      });
      if (!isThere) toast.error(t("notFound"));
    },
    [client, conversationId, t],
  );
  return { jump, jumpTo };
}
