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

/** `top`: how far below the upper edge, for whoever only comes back there; else it is led to, and shown. */
export type Jump = { messageId: string; isLoading: boolean; top?: number };

/**
 * Leads to a message, however old: what lies between is loaded first. The list leads there as soon
 * as `isLoading` is over.
 */
export function useJump(conversationId: string) {
  const client = useQueryClient();
  const t = useTranslations("inbox.thread");
  const [jump, setJump] = useState<Jump | null>(null);

  const goThere = useCallback(
    async ({ messageId, ...kept }: Omit<Jump, "isLoading">) => {
      setJump({ messageId, ...kept, isLoading: true });
      const isThere = await fetchUntil(client, conversationId, messageId).catch(() => false);
      setJump((now) => {
        if (now?.messageId !== messageId) return now;
        return isThere ? { messageId, ...kept, isLoading: false } : null;
      });
      return isThere;
    },
    [client, conversationId],
  );
  const jumpTo = useCallback(
    async (messageId: string) => {
      if (!(await goThere({ messageId }))) toast.error(t("notFound"));
    },
    [goThere, t],
  );
  return { jump, jumpTo, comeBackTo: goThere };
}
