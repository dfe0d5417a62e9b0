"use client";
import { createContext, type ReactNode, use, useCallback, useState } from "react";
import type { ConversationMessage } from "./types.ts";

const QuotedContext = createContext<ConversationMessage | null>(null);
const QuoteContext = createContext<(message: ConversationMessage | null) => void>(() => undefined);

/** Which message of the opened conversation the next reply answers: chosen at its bubble, sent by the composer. */
export function QuotingProvider({ children }: { children: ReactNode }) {
  const [quoted, setQuoted] = useState<ConversationMessage | null>(null);
  const quote = useCallback((message: ConversationMessage | null) => {
    setQuoted(message);
    if (message) document.querySelector<HTMLElement>("[data-composer]")?.focus();
  }, []);
  return (
    <QuoteContext value={quote}>
      <QuotedContext value={quoted}>{children}</QuotedContext>
    </QuoteContext>
  );
}

/** For the composer, which shows it and sends its `mid` along; `quote(null)` when it is sent or given up. */
export function useQuoted(): ConversationMessage | null {
  return use(QuotedContext);
}

/** Stays the same for good, so that no bubble is drawn again for it. */
export function useQuote(): (message: ConversationMessage | null) => void {
  return use(QuoteContext);
}
