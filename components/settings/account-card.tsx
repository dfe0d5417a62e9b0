"use client";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card, CardContent } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import { type AccountActionProps, AccountActions } from "./account-actions.tsx";
import { AccountHealth } from "./account-health.tsx";
import { AccountHistory } from "./account-history.tsx";
import { AccountNotices } from "./account-notices.tsx";

type AccountCardProps = {
  account: AccountDetails;
  /** What the app asks for; what is missing from the grant is marked. */
  neededScopes: string[];
  /** Null for agents, who see but do not touch. */
  actions: AccountActionProps["actions"] | null;
};

/** One connected account: who it is, whether all is well, and what to do if it is not. */
export function AccountCard({ account, neededScopes, actions }: AccountCardProps) {
  const t = useTranslations("accounts");
  const missingScopes = neededScopes.filter((scope) => !account.grantedScopes.includes(scope));
  const state = stateOf(account, missingScopes);
  const type = account.accountType?.toUpperCase() ?? "";
  return (
    <Card>
      <article aria-labelledby={`account-${account.id}`}>
        <header className="flex items-center gap-4 p-5 pb-0">
          <Avatar
            id={account.id}
            name={account.name ?? account.username}
            src={account.pictureUrl ? `/api/media/accounts/${account.id}` : undefined}
            className="size-12"
          />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <h2 id={`account-${account.id}`} className="min-w-0 text-base font-semibold break-words">
                @{account.username}
              </h2>
              <Badge variant={BADGES[state]}>{t(`state.${state}`)}</Badge>
            </div>
            <p className="truncate text-sm text-muted-foreground">
              {[account.name, isKnownType(type) && t(`type.${type}`)].filter(Boolean).join(" · ")}
            </p>
          </div>
        </header>
        <CardContent className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {account.disconnectedAt && <Notice>{t("problem.disconnected")}</Notice>}
          {state === "demo" && <Notice>{t("problem.demo")}</Notice>}
          {!account.disconnectedAt && state !== "demo" && (
            <>
              <AccountNotices account={account} isAdmin={actions !== null} />
              <AccountHealth account={account} missingScopes={missingScopes} />
            </>
          )}
          {state !== "demo" && <AccountHistory events={account.history} />}
        </CardContent>
        {actions && <AccountActions account={account} canReconnect={state !== "demo"} actions={actions} />}
      </article>
    </Card>
  );
}

const BADGES = {
  connected: "success",
  warning: "warning",
  attention: "destructive",
  disconnected: "default",
  demo: "default",
} as const;

function stateOf(account: AccountDetails, missingScopes: string[]): keyof typeof BADGES {
  const { token, problem, subscriptionError } = account;
  if (account.disconnectedAt) return "disconnected";
  if (isDemo(account)) return "demo";
  if (problem || token.state === "expired" || subscriptionError === "messages_missing") return "attention";
  const isWorrying =
    token.state === "expiring" ||
    subscriptionError ||
    account.pausedUntil ||
    account.silentSince ||
    missingScopes.length > 0;
  return isWorrying ? "warning" : "connected";
}

/** What the command `seed` makes: there is no such account at Instagram. */
function isDemo({ problemDetail }: AccountDetails): boolean {
  return problemDetail?.reason === "demo_account";
}

function isKnownType(type: string): type is "BUSINESS" | "MEDIA_CREATOR" | "CREATOR" {
  return type === "BUSINESS" || type === "MEDIA_CREATOR" || type === "CREATOR";
}
