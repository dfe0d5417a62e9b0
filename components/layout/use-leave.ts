"use client";
import { useTransition } from "react";
import { forgetKeptFiles } from "./installable.tsx";

/** Signs out, and leaves nothing of this member's behind in the browser. */
export function useLeave(signOut: () => Promise<unknown>) {
  const [isLeaving, startTransition] = useTransition();
  const leave = () => {
    forgetDrafts();
    startTransition(async () => {
      await Promise.all([signOut(), forgetKeptFiles()]);
      // A new page, so that nothing the last member saw stays in this one's memory.
      window.location.assign("/sign-in");
    });
  };
  return [leave, isLeaving] as const;
}

/** What one member wrote must not wait for the next one at the same browser. */
function forgetDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
}
