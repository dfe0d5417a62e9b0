"use client";
import { CircleCheck, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import { AccountBudget } from "./account-budget.tsx";
import { AccountCompleteness, ImportedHistory } from "./account-completeness.tsx";
import { AccountToken } from "./account-token.tsx";
import { CodeDetails } from "./code-details.tsx";

type AccountHealthProps = { account: AccountDetails; missingScopes: string[] };

/** What must be well for messages to flow, and whether all of them are here. */
export function AccountHealth({ account, missingScopes }: AccountHealthProps) {
  const t = useTranslations("accounts");
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 text-sm break-words sm:grid-cols-2">
      <Fact label={t("token.label")}>
        <AccountToken account={account} />
      </Fact>
      <Fact label={t("subscription.label")}>
        <Subscription account={account} />
      </Fact>
      <Fact label={t("permissions.label")}>
        <Permissions granted={account.grantedScopes} missing={missingScopes} />
      </Fact>
      <Fact label={t("lastEvent.label")}>
        {account.lastEventAt ? <RelativeTime at={account.lastEventAt} /> : t("lastEvent.none")}
      </Fact>
      <Fact label={t("imported.label")}>
        <ImportedHistory completeness={account.completeness} isStopped={account.problem !== null} />
      </Fact>
      <Fact label={t("completeness.label")}>
        <AccountCompleteness completeness={account.completeness} />
      </Fact>
      <Fact label={t("budget.label")}>
        <AccountBudget account={account} />
      </Fact>
      {account.said.lastAt && (
        <Fact label={t("said.label")}>
          <Said account={account} at={account.said.lastAt} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="grid gap-0.5 text-pretty">{children}</dd>
    </div>
  );
}

function Subscription({ account }: { account: AccountDetails }) {
  const t = useTranslations("accounts.subscription");
  const { problem, subscriptionError, subscriptionCheckedAt } = account;
  const checked = subscriptionCheckedAt && (
    <span className="text-muted-foreground">
      {t.rich("checked", { when: () => <RelativeTime key="when" at={subscriptionCheckedAt} /> })}
    </span>
  );
  if (problem === "reconnect") return <Bad>{t("stopped")}</Bad>;
  if (subscriptionError === "messages_missing") {
    return (
      <>
        <Bad>{t("messages_missing")}</Bad>
        <span>{t("messagesMissingHelp")}</span>
        {checked}
      </>
    );
  }
  if (subscriptionError) {
    return (
      <>
        <span className="text-warning-text">{t("unconfirmed")}</span>
        <span>{t("unconfirmedHelp")}</span>
        {checked}
        <CodeDetails>
          <li>{t("code", { code: subscriptionError })}</li>
        </CodeDetails>
      </>
    );
  }
  if (!subscriptionCheckedAt) return <span>{t("never")}</span>;
  return (
    <>
      <span>{t("active")}</span>
      {checked}
    </>
  );
}

/** Public words about the account: those of which no thread tells have no other place. */
function Said({ account: { said }, at }: { account: AccountDetails; at: Date }) {
  const t = useTranslations("accounts.said");
  return (
    <>
      {said.comments > 0 && <span>{t("comments", { count: said.comments })}</span>}
      {said.mentions > 0 && <span>{t("mentions", { count: said.mentions })}</span>}
      <span className="text-muted-foreground">
        {t.rich("last", { when: () => <RelativeTime key="when" at={at} /> })}
      </span>
    </>
  );
}

function Permissions({ granted, missing }: { granted: string[]; missing: string[] }) {
  const t = useTranslations("accounts.permissions");
  return (
    <>
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
        {[...granted, ...missing].map((scope) => (
          <li key={scope} title={scope} className="flex items-center gap-1.5">
            {missing.includes(scope) ? (
              <CircleX aria-hidden className="size-4 text-destructive-text" />
            ) : (
              <CircleCheck aria-hidden className="size-4 text-success-text" />
            )}
            <PermissionName scope={scope} />
            <span className={missing.includes(scope) ? "font-medium text-destructive-text" : "sr-only"}>
              {missing.includes(scope) ? t("missing") : t("granted")}
            </span>
          </li>
        ))}
      </ul>
      {missing.length > 0 && <span>{t("missingHelp")}</span>}
    </>
  );
}

const NAMED = [
  "instagram_business_basic",
  "instagram_business_manage_messages",
  "instagram_business_manage_comments",
  "instagram_business_content_publish",
  "instagram_business_manage_insights",
] as const;

function PermissionName({ scope }: { scope: string }) {
  const t = useTranslations("accounts.permissions");
  const named = NAMED.find((name) => name === scope);
  return named ? t(named) : <code>{scope}</code>;
}

function Bad({ children }: { children: ReactNode }) {
  return <span className="font-medium text-destructive-text">{children}</span>;
}
