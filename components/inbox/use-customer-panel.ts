"use client";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { useAddress } from "./address.tsx";
import { useCommands } from "./commands.ts";
import { goTo, replaceAddress } from "./navigation.ts";

/** Tailwind's `xl`: from here on the customer stands beside the messages; below, over them. */
const BESIDE = "(min-width: 80rem)";
/** Wide enough to show the customer without being asked. */
const ROOMY = "(min-width: 88rem)";

/**
 * Beside the messages, the customer stays for as long as somebody wants them there. Over the messages they are a step in the
 * address, so that the way back of a phone leads to the conversation and the next conversation starts without them.
 */
export function useCustomerPanel(isConversationOpen: boolean) {
  const t = useTranslations("inbox.conversation");
  const isOver = useAddress().query.get("panel") === "customer" && isConversationOpen;
  const [wish, setWish] = useState<"auto" | "open" | "closed">("auto");
  const isBeside = useMedia(BESIDE);
  const isRoomy = useMedia(ROOMY);
  const isShown = isOver || (isBeside && (wish === "open" || (wish === "auto" && isRoomy)));
  const isStepHere = useRef(false);

  const close = () => {
    if (isBeside) setWish("closed");
    if (!isOver) return;
    if (isStepHere.current) window.history.back();
    else replaceAddress(hrefWith(false));
    isStepHere.current = false;
  };
  const toggle = () => {
    if (isShown) return close();
    if (isBeside) return setWish("open");
    isStepHere.current = true;
    goTo(hrefWith(true));
  };
  const latest = useRef({ toggle, close });
  useEffect(() => {
    latest.current = { toggle, close };
  });
  useCommands(
    isConversationOpen
      ? [
          {
            id: "customer",
            group: "conversation",
            title: t(isShown ? "hideCustomer" : "showCustomer"),
            keys: ["c"],
            run: toggle,
          },
        ]
      : [],
  );

  const wasOver = useRef(isOver);
  useEffect(() => {
    if (wasOver.current && !isOver) document.querySelector<HTMLElement>("[data-customer-toggle]")?.focus();
    wasOver.current = isOver;
  }, [isOver]);

  return {
    isShown,
    isOver,
    /** Drawn although nobody may see it: how wide the window is, only the browser's style sheet knows from the start. */
    look: isOver ? "contents" : wish === "auto" ? "contents max-[88rem]:hidden" : "contents max-xl:hidden",
    isDrawn: isConversationOpen && (isOver || wish !== "closed"),
    // The same for the whole visit: a conversation is not drawn anew because the customer beside it comes or goes.
    toggle: useCallback(() => latest.current.toggle(), []),
    close: useCallback(() => latest.current.close(), []),
  };
}

function hrefWith(isShown: boolean): string {
  const { pathname, search } = window.location;
  const query = new URLSearchParams(search);
  if (isShown) query.set("panel", "customer");
  else query.delete("panel");
  return query.size > 0 ? `${pathname}?${query}` : pathname;
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
