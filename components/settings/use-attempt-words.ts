"use client";
import { useFormatter, useTranslations } from "use-intl";
import type { Outcome } from "./webhook-types.ts";

type Attempt = Pick<Outcome, "statusCode" | "error"> & { durationMs: number | null };

/** What came of an attempt, in words. */
export function useAttemptWords() {
  const t = useTranslations("webhooks.attempt");
  const format = useFormatter();
  return ({ statusCode, error, durationMs }: Attempt): string => {
    const time = durationMs === null ? "" : format.number(durationMs);
    if (error !== null && error !== "status") return t(error);
    return t("answered", { status: String(statusCode), time });
  };
}
