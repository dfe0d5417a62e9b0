import { AtSign, Plug } from "lucide-react";
import type { Metadata } from "next";
import { AccountCard } from "#components/settings/account-card.tsx";
import { AccountOutcome } from "#components/settings/account-outcome.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { readOutcome } from "#lib/accounts/connect-outcomes.ts";
import { listAccounts } from "#lib/accounts/queries.ts";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { canBeFetched } from "#lib/instagram/outside.ts";
import { checkAccountAgain, disconnect, refreshTokenNow } from "./actions.ts";

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const ACTIONS = { refreshToken: refreshTokenNow, check: checkAccountAgain, disconnect };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("accounts"))("title") };
}

export default async function AccountsPage({ searchParams }: PageProps) {
  const member = await requireMember();
  const [t, accounts, query] = await Promise.all([getTranslator("accounts"), listAccounts(member), searchParams]);
  const isAdmin = member.role === "admin";
  const outcome = readOutcome(query.outcome);
  const named = accounts.find((account) => account.username === query.account);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold">{t("title")}</h1>
          <p className="max-w-prose text-sm text-pretty text-muted-foreground">{t("intro")}</p>
        </div>
        {isAdmin && accounts.length > 0 && <ConnectButton label={t("connect")} />}
      </header>
      {outcome && <AccountOutcome outcome={outcome} username={named?.username ?? null} />}
      {env().SANDBOX === "on" && <SandboxNotice />}
      {!canBeFetched() && <UnreachableNotice />}
      {accounts.length === 0 ? (
        <Card>
          <EmptyState
            icon={<AtSign />}
            title={t("empty.title")}
            action={isAdmin && <ConnectButton label={t("connect")} />}
          >
            {isAdmin ? t("empty.text") : t("empty.forAgents")}
          </EmptyState>
        </Card>
      ) : (
        accounts.map((account) => (
          <AccountCard
            key={account.id}
            account={account}
            neededScopes={env().INSTAGRAM_SCOPES}
            actions={isAdmin ? ACTIONS : null}
          />
        ))
      )}
    </div>
  );
}

/** A plain link: a prefetch would begin a connection. */
function ConnectButton({ label }: { label: string }) {
  return (
    <Button asChild>
      <a href="/api/instagram/connect">
        <Plug aria-hidden />
        {label}
      </a>
    </Button>
  );
}

/** Texts go out all the same; files do not, and nobody should learn that from a failed reply. */
async function UnreachableNotice() {
  const t = await getTranslator("sending");
  return (
    <Notice tone="warning" title={t("unreachable.title")}>
      {t("unreachable.text", { address: env().APP_URL })}
    </Notice>
  );
}

async function SandboxNotice() {
  const t = await getTranslator("accounts");
  const { SIMULATOR_URL } = env();
  const link = SIMULATOR_URL && (
    <Button asChild variant="secondary" size="sm">
      <a href={SIMULATOR_URL} target="_blank" rel="noopener">
        {t("sandbox.link")}
      </a>
    </Button>
  );
  return (
    <Notice title={t("sandbox.title")} remedy={link}>
      {t("sandbox.text")}
    </Notice>
  );
}
