import type { Metadata } from "next";
import { OpenedScreen } from "#components/inbox/opened-screen.tsx";
import { getTranslator } from "#lib/i18n/server.ts";
import { InboxPage } from "../inbox-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("inbox");
  return { title: t("title") };
}

type PageProps = {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: PageProps) {
  const [{ conversationId }, search] = await Promise.all([params, searchParams]);
  return <InboxPage Screen={OpenedScreen} search={search} conversationId={conversationId} />;
}
