import type { Metadata } from "next";
import type { ReactNode } from "react";
import { z } from "zod";
import { SeenPolicyChoice } from "#components/settings/seen-policy.tsx";
import { SystemAddresses } from "#components/settings/system-addresses.tsx";
import { SystemCalls } from "#components/settings/system-calls.tsx";
import { SystemDeadEvents } from "#components/settings/system-dead-events.tsx";
import { SystemHealth } from "#components/settings/system-health.tsx";
import { SystemJobs } from "#components/settings/system-jobs.tsx";
import { SystemMail } from "#components/settings/system-mail.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { listCallers, listCalls, MAX_CALLS_LISTED } from "#lib/calls/queries.ts";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { getPipelineHealth, listDeadEvents } from "#lib/inbox/dead-letters.ts";
import { getSeenPolicy } from "#lib/inbox/seen.ts";
import { getQueueHealth, listGivenUp } from "#lib/jobs/health.ts";
import { getMailState } from "#lib/mail/state.ts";
import { chooseSeenPolicy, replayAllDeadEvents, replayDeadEvent, retryJob, sendTestMail } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("system"))("title") };
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SystemPage({ searchParams }: PageProps) {
  const member = await requireMember("admin");
  const filter = readFilter(await searchParams);
  const [t, tSending, seenPolicy, events, jobs, health, mail, calls, accounts] = await Promise.all([
    getTranslator("system"),
    getTranslator("sending"),
    getSeenPolicy(member),
    listDeadEvents(),
    listGivenUp(),
    getHealth(),
    getMailState(member),
    listCalls(member, filter),
    listCallers(member),
  ]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <p className="text-sm text-muted-foreground">{t("intro")}</p>
      </header>
      <Section title={t("health.title")}>
        <SystemHealth {...health} />
      </Section>
      <Section title={t("dead.title")}>
        <SystemDeadEvents events={events} replay={replayDeadEvent} replayAll={replayAllDeadEvents} />
      </Section>
      <Section title={t("jobs.title")}>
        <SystemJobs jobs={jobs} retry={retryJob} />
      </Section>
      <Section title={t("mail.title")} text={t("mail.text")}>
        <SystemMail state={mail} sendTest={sendTestMail} />
      </Section>
      <Section title={tSending("seen.title")} text={tSending("seen.text")}>
        <SeenPolicyChoice chosen={seenPolicy} choose={chooseSeenPolicy} />
      </Section>
      <Section title={t("addresses.title")} text={t("addresses.text")}>
        <AddressNotice />
        <SystemAddresses addresses={addresses()} />
      </Section>
      <Section title={t("calls.title")} text={t("calls.text")}>
        <SystemCalls calls={calls} accounts={accounts} filter={filter} isFull={calls.length === MAX_CALLS_LISTED} />
      </Section>
    </div>
  );
}

const filters = z.object({
  account: z.uuid().optional().catch(undefined),
  errors: z.literal("only").optional().catch(undefined),
  search: z.string().trim().max(100).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

function readFilter(query: Record<string, string | string[] | undefined>) {
  const { account, errors, search, before } = filters.parse(query);
  return { accountId: account, onlyErrors: errors === "only", search: search || undefined, before };
}

async function getHealth() {
  const began = performance.now();
  const queue = await getQueueHealth();
  const databaseMs = Math.ceil(performance.now() - began);
  return { ...queue, databaseMs, events: await getPipelineHealth() };
}

function addresses() {
  const { APP_URL, INSTAGRAM_CLIENT_ID, INSTAGRAM_REDIRECT_URI, INSTAGRAM_WEBHOOK_VERIFY_TOKEN } = env();
  return {
    appId: INSTAGRAM_CLIENT_ID,
    redirect: INSTAGRAM_REDIRECT_URI,
    webhook: `${APP_URL}/api/webhooks/instagram`,
    verifyToken: INSTAGRAM_WEBHOOK_VERIFY_TOKEN,
    deauthorize: `${APP_URL}/api/instagram/deauthorize`,
    deletion: `${APP_URL}/api/instagram/data-deletion`,
  };
}

async function AddressNotice() {
  const t = await getTranslator("system");
  if (env().SANDBOX === "on") return <Notice className="mb-2">{t("addresses.sandbox")}</Notice>;
  if (env().APP_URL.startsWith("https:")) return null;
  return (
    <Notice tone="warning" className="mb-2">
      {t("addresses.notHttps")}
    </Notice>
  );
}

function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <Card>
      <section aria-label={title}>
        <CardHeader>
          <CardTitle>{title}</CardTitle>
          {text && <CardDescription>{text}</CardDescription>}
        </CardHeader>
        <CardContent className="pt-3">{children}</CardContent>
      </section>
    </Card>
  );
}
