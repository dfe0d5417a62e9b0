"use client";
import { useTransition } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";

/** Runs a server action from a button and says how it went: `done` on success, else why not. */
export function useAct() {
  const t = useTranslations("errors");
  const [isPending, startTransition] = useTransition();
  const act = (work: () => Promise<ActionResult<unknown>>, done: string) =>
    startTransition(async () => {
      try {
        const result = await work();
        if (result.ok) toast.success(done);
        else toast.error(t(result.error.code));
      } catch (error) {
        // What fetch throws when the server cannot be reached; everything else belongs to the error pages.
        if (!(error instanceof TypeError)) throw error;
        toast.error(t("offline"));
      }
    });
  return [act, isPending] as const;
}
