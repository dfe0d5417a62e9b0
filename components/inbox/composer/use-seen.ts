"use client";
import { useEffect, useState } from "react";
import type { ConversationMessage } from "../types.ts";
import { createSeenMessages, type SeenMessages } from "./seen.ts";

/** What of the opened thread the member has seen, for as long as it is open. */
export function useSeen(memberId: string, messages: ConversationMessage[] | undefined): SeenMessages {
  const [seen] = useState(() => createSeenMessages(memberId, isInSight));
  useEffect(() => {
    if (messages) seen.show(messages);
  }, [seen, messages]);
  useEffect(() => seen.stop, [seen]);
  return seen;
}

function isInSight(messageId: string): boolean {
  if (document.visibilityState !== "visible") return false;
  const bubble = document.getElementById(`message-${messageId}`);
  const thread = bubble?.closest("[role='log']");
  if (!bubble || !thread) return false;
  const own = bubble.getBoundingClientRect();
  const shown = thread.getBoundingClientRect();
  return own.top < shown.bottom - 8 && own.bottom > shown.top;
}
