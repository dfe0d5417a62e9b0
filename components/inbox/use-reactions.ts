"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useCallback } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import { changeMessage } from "./inbox-cache.ts";
import type { ConversationMessage } from "./types.ts";

export type React = (message: ConversationMessage, emoji: string | null) => void;

type Actions = {
  reactToMessage: (input: { messageId: string; emoji: string | null }) => Promise<ActionResult<unknown>>;
};

export const ReactionContext = createContext<React>(() => undefined);

export function useReact(): React {
  return use(ReactionContext);
}

/** The emoji stands at the bubble at once and leaves it again when Instagram refuses; null takes it back. */
export function useReactAction(actions: Actions): React {
  const client = useQueryClient();
  const t = useTranslations("errors");
  return useCallback(
    async (message, emoji) => {
      const reactions = withOurs(message.reactions, emoji);
      changeMessage(client, message, { reactions });
      const result = await actions.reactToMessage({ messageId: message.id, emoji }).catch(() => null);
      if (result?.ok) return;
      changeMessage(client, message, { reactions: message.reactions });
      const key = (result ? result.error.code : "offline") as Parameters<typeof t.has>[0];
      toast.error(t(t.has(key) ? (key as "offline") : "unexpected"));
    },
    [client, actions, t],
  );
}

export function withOurs(reactions: ConversationMessage["reactions"], emoji: string | null) {
  const theirs = reactions.filter(({ by }) => by !== "business");
  return [...theirs, { by: "business" as const, emoji, at: new Date().toISOString() }];
}
