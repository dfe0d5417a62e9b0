"use client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { Confirmation } from "#components/ui/confirmation.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Action } from "#lib/action.ts";
import type { ApiKeySummary } from "#lib/api/keys.ts";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";
import { useAct } from "./use-act.ts";

type KeyListProps = { keys: ApiKeySummary[]; accounts: AccountShown[]; revoke: Action<{ apiKeyId: string }, void> };

export function KeyList({ keys, accounts, revoke }: KeyListProps) {
  const t = useTranslations("developers.keys");
  const [asked, setAsked] = useState<ApiKeySummary | null>(null);
  const [act, isPending] = useAct();
  return (
    <Card id="keys">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      {keys.length === 0 ? (
        <p className="px-5 pb-5 text-sm text-muted-foreground">{t("empty")}</p>
      ) : (
        <ul aria-label={t("title")} className="mt-2 divide-y" aria-busy={isPending || undefined}>
          {keys.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              accounts={accounts}
              isPending={isPending}
              onRevoke={() => setAsked(key)}
            />
          ))}
        </ul>
      )}
      <Confirmation
        question={
          asked && { title: t("revokeTitle", { name: asked.name }), text: t("revokeText"), action: t("revoke") }
        }
        onClose={() => setAsked(null)}
        onConfirm={() => asked && act(() => revoke({ apiKeyId: asked.id }), t("revoked", { name: asked.name }))}
      />
    </Card>
  );
}

type KeyRowProps = { apiKey: ApiKeySummary; accounts: AccountShown[]; isPending: boolean; onRevoke: () => void };

function KeyRow({ apiKey, accounts, isPending, onRevoke }: KeyRowProps) {
  const t = useTranslations("developers.keys");
  const tGroup = useTranslations("developers.group");
  const tPermission = useTranslations("developers.permission");
  const format = useFormatter();
  const { name, prefix, permission, createdAt, lastUsedAt, expiresAt, accountIds, disabledGroups, allowedFrom } =
    apiKey;
  const isExpired = useClock() >= new Date(expiresAt ?? 8.64e15);
  const reached = accountIds?.map((id) => accounts.find((account) => account.id === id)?.username ?? "…");
  return (
    <li className="flex items-center gap-3 px-5 py-3">
      <KeyRound aria-hidden className="size-5 shrink-0 text-muted-foreground" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="truncate font-medium">{name}</bdi>
          <Badge variant={permission === "read" ? "default" : "soft"}>{tPermission(permission)}</Badge>
          {isExpired && <Badge variant="warning">{t("expired")}</Badge>}
        </p>
        <p className="text-sm text-muted-foreground">
          <span className="font-mono text-xs">{prefix}…</span> ·{" "}
          {lastUsedAt ? t.rich("lastUsed", { time: () => <RelativeTime at={lastUsedAt} /> }) : t("neverUsed")} ·{" "}
          {t("created", { date: format.dateTime(new Date(createdAt), { dateStyle: "medium" }) })}
          {expiresAt && <> · {t("expires", { date: format.dateTime(new Date(expiresAt), { dateStyle: "medium" }) })}</>}
        </p>
        {reached && (
          <p className="text-sm text-muted-foreground">
            {t("onlyAccounts", { list: format.list(reached.map((one) => `@${one}`)) })}
          </p>
        )}
        {allowedFrom && (
          <p className="text-sm break-words text-muted-foreground">
            {t("onlyFrom", { list: format.list(allowedFrom) })}
          </p>
        )}
        {disabledGroups.length > 0 && (
          <p className="text-sm text-muted-foreground">
            {t("without", { list: format.list(disabledGroups.map((group) => tGroup(group))) })}
          </p>
        )}
      </div>
      <Button
        variant="secondary"
        size="sm"
        aria-label={t("revokeNamed", { name })}
        disabled={isPending}
        onClick={onRevoke}
      >
        {t("revoke")}
      </Button>
    </li>
  );
}
