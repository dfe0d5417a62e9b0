"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useCallback } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { AppErrorCode } from "#lib/errors.ts";
import { changeMessage, putMessage } from "./inbox-cache.ts";
import type { ConversationMessage } from "./types.ts";

export type React = (message: ConversationMessage, emoji: string | null) => void;

/** Another way to react than through Instagram, such as none. */
export const ReactionContext = createContext<React | null>(null);

/** The emoji stands at the bubble at once and leaves it again when Instagram refuses; null takes it back. */
export function useReact(): React {
  const client = useQueryClient();
  const t = useTranslations("errors");
  const react = useCallback<React>(
    async (message, emoji) => {
      changeMessage(client, message, { reactions: withOurs(message.reactions, emoji) });
      const answer = await askToReact({ messageId: message.id, emoji });
      if ("id" in answer) return putMessage(client, answer);
      changeMessage(client, message, { reactions: message.reactions });
      const key = [`failure.${answer.reason}.sentence`, answer.error].find((one) => t.has(one as "offline"));
      toast.error(t((key ?? "unexpected") as "offline"));
    },
    [client, t],
  );
  return use(ReactionContext) ?? react;
}

/** `isPending`: Instagram has not taken it yet, and the bubble shows as much. */
export function withOurs(reactions: ConversationMessage["reactions"], emoji: string | null) {
  const theirs = reactions.filter(({ by }) => by !== "business");
  return [...theirs, { by: "business" as const, emoji, at: new Date().toISOString(), isPending: true }];
}

type Refusal = { error: AppErrorCode | "offline"; reason?: string };

/** A door, not an action: Instagram may take its time, and replies must not wait behind it. */
async function askToReact(input: { messageId: string; emoji: string | null }): Promise<ConversationMessage | Refusal> {
  try {
    const response = await fetch("/api/inbox/reactions", {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as ConversationMessage | Refusal;
  } catch {
    return { error: "offline" };
  }
}
