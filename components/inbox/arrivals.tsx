"use client";
import { useState } from "react";
import { contentOf, useContentWords } from "./preview.ts";
import type { ConversationMessage } from "./types.ts";

/** Tells a screen reader what the customer has just written, and none of what was there before. */
export function Arrivals({ messages, contactName }: { messages: ConversationMessage[]; contactName: string }) {
  const words = useContentWords();
  const [firstSeq] = useState(() => newestInbound(messages)?.seq ?? 0);
  const newest = newestInbound(messages);
  const isNews = newest && newest.seq > firstSeq && newest.origin === "customer";
  return (
    <p role="status" className="sr-only">
      {isNews && `${contactName}: ${words(contentOf(newest))}`}
    </p>
  );
}

function newestInbound(messages: ConversationMessage[]): ConversationMessage | undefined {
  return messages.findLast(({ direction }) => direction === "inbound");
}
