"use client";
import { type FocusEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { useCommands } from "./commands.ts";

/**
 * The menu of one message by key and from the palette: of the one that has the focus, or had it when the palette came, else of the
 * newest. Returns how the list of messages hears where the focus goes.
 */
export function useMessageCommand(newestId: string | undefined) {
  const t = useTranslations("commands.names");
  const focused = useRef<Element | null>(null);
  useCommands([
    {
      id: "message",
      group: "write",
      title: t("message"),
      keys: ["m"],
      run: () => {
        const known = focused.current?.isConnected ? focused.current : document.getElementById(`message-${newestId}`);
        known?.querySelector<HTMLElement>("[data-message-actions] button")?.click();
      },
    },
  ]);
  return {
    onFocus: ({ target }: FocusEvent) => {
      focused.current = target.closest("[data-message]");
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget && !relatedTarget.closest("[role='dialog']")) focused.current = null;
    },
  };
}
