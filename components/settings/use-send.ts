"use client";
import { useTransition } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import { useAttemptWords } from "./use-attempt-words.ts";
import type { Outcome } from "./webhook-types.ts";

/** Sends an event from a button and says what the endpoint made of it. */
export function useSend() {
  const tErrors = useTranslations("errors");
  const t = useTranslations("webhooks");
  const words = useAttemptWords();
  const [isPending, startTransition] = useTransition();
  const send = (work: () => Promise<ActionResult<Outcome>>) =>
    startTransition(async () => {
      try {
        const result = await work();
        if (!result.ok) toast.error(tErrors(result.error.code));
        else if (result.data.error) toast.error(t("notTaken", { why: words(result.data) }));
        else toast.success(t("taken", { answer: words(result.data) }));
      } catch (error) {
        // What fetch throws when the server cannot be reached; everything else belongs to the error pages.
        if (!(error instanceof TypeError)) throw error;
        toast.error(tErrors("offline"));
      }
    });
  return [send, isPending] as const;
}
