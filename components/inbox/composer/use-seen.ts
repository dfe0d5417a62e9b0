"use client";
import { useEffect, useState } from "react";
import type { ConversationMessage } from "../types.ts";
import { isEmpty } from "./draft-box.ts";
import { createSeenMessages, type SeenMessages } from "./seen.ts";
import { draftBoxOf } from "./use-draft.ts";

/** What of the opened thread the member has seen, for as long as it is open. */
export function useSeen(
  memberId: string,
  messages: ConversationMessage[] | undefined,
  conversationId: string,
): SeenMessages {
  const [seen] = useState(() => {
    const isBegun = () => !isEmpty(draftBoxOf(memberId).get(conversationId).content);
    return createSeenMessages(memberId, { isInSight, isBegun });
  });
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
