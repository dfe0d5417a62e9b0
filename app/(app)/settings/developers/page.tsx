import type { Metadata } from "next";
import { DeveloperSections } from "#components/settings/developer-sections.tsx";
import { KeyForm } from "#components/settings/key-form.tsx";
import { KeyList } from "#components/settings/key-list.tsx";
import { ProgramStart } from "#components/settings/program-start.tsx";
import { listApiKeys } from "#lib/api/keys.ts";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { listAccountsShown } from "#lib/inbox/accounts-shown.ts";
import { createApiKey, revokeApiKey } from "./actions.ts";
import { Requests } from "./requests.tsx";
import { type Query, Webhooks } from "./webhooks.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("developers"))("title") };
}

type PageProps = { searchParams: Promise<Query> };

export default async function DevelopersPage({ searchParams }: PageProps) {
  const member = await requireMember("admin");
  const [keys, accounts, t, query] = await Promise.all([
    listApiKeys(member),
    listAccountsShown(member),
    getTranslator("developers"),
    searchParams,
  ]);
  const baseUrl = `${env().APP_URL}/api`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <p className="max-w-prose text-sm text-pretty text-muted-foreground">{t("intro")}</p>
      </header>
      <DeveloperSections />
      <KeyForm create={createApiKey} accounts={accounts} />
      <KeyList keys={keys} accounts={accounts} revoke={revokeApiKey} />
      <ProgramStart baseUrl={baseUrl} documentUrl={`${baseUrl}/v1/openapi.json`} />
      <Webhooks member={member} query={query} />
      <Requests member={member} keys={keys} query={query} />
    </div>
  );
}
