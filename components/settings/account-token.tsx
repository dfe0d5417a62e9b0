"use client";
import { useFormatter, useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import { cn } from "#lib/cn.ts";

/** The token's state in words and date, louder the fewer days are left. */
export function AccountToken({ account }: { account: AccountDetails }) {
  const t = useTranslations("accounts.token");
  const words = useTokenWords(account);
  const { token, tokenRefreshedAt, tokenIssuedAt, tokenRefreshError } = account;
  const isUrgent = token.state === "expired" || token.state === "refused" || (token.warning ?? 99) <= 7;
  return (
    <>
      <span
        className={cn(
          token.state !== "valid" && "font-medium",
          token.state !== "valid" && (isUrgent ? "text-destructive-text" : "text-warning-text"),
        )}
      >
        {words}
      </span>
      {token.state === "expiring" && <span>{t("expiringHelp")}</span>}
      {tokenRefreshError && token.state !== "refused" && <span className="text-warning-text">{t("refreshError")}</span>}
      {tokenRefreshedAt ? (
        <span className="text-muted-foreground">
          {t.rich("refreshed", { when: () => <RelativeTime key="when" at={tokenRefreshedAt} /> })}
        </span>
      ) : (
        tokenIssuedAt && (
          <span className="text-muted-foreground">
            {t.rich("issued", { when: () => <RelativeTime key="when" at={tokenIssuedAt} /> })}
          </span>
        )
      )}
    </>
  );
}

function useTokenWords({ token }: AccountDetails): string {
  const t = useTranslations("accounts.token");
  const format = useFormatter();
  const date = token.expiresAt ? format.dateTime(token.expiresAt, { dateStyle: "long" }) : "";
  if (token.state === "valid") return t("valid", { date });
  if (token.state === "expiring") return t("expiring", { date, days: token.daysLeft ?? 0 });
  if (token.state === "expired") return t("expired", { date });
  return t(token.state);
}
