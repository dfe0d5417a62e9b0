"use client";
import { useEffect } from "react";
import { useUnreadNotificationCount } from "#components/team/bell.tsx";
import { useUnreadConversations } from "./inbox-queries.ts";

/** How much waits for the member, before the title of whatever page is shown, where it is seen from another tab. */
export function useTitleCount(): void {
  const count = useUnreadConversations() + useUnreadNotificationCount();
  useEffect(() => {
    const write = () => {
      const title = document.title.replace(/^\(\d+\) /, "");
      const counted = count > 0 ? `(${count}) ${title}` : title;
      if (document.title !== counted) document.title = counted;
    };
    write();
    // Every page that comes writes its own.
    const observer = new MutationObserver(write);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
}
