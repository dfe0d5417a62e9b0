"use client";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import { cn } from "#lib/cn.ts";

/** What is left of Instagram's limits, in words: only whoever runs into them needs the number. */
export function AccountBudget({ account: { budget } }: { account: AccountDetails }) {
  const t = useTranslations("accounts.budget");
  const { state, leftPercent, at } = budget;
  const isTight = state === "slowed" || state === "paused";
  return (
    <>
      <span className={cn(isTight && "font-medium text-warning-text")}>
        {state === "unknown" || state === "paused" ? t(state) : t(state, { left: leftPercent ?? 0 })}
      </span>
      {at && (
        <span className="text-muted-foreground">
          {t.rich("said", { when: () => <RelativeTime key="when" at={at} /> })}
        </span>
      )}
    </>
  );
}
