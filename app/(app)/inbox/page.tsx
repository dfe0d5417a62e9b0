import type { Metadata } from "next";
import { ListScreen } from "#components/inbox/list-screen.tsx";
import { getTranslator } from "#lib/i18n/server.ts";
import { InboxPage } from "./inbox-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("inbox");
  return { title: t("title") };
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: PageProps) {
  return <InboxPage Screen={ListScreen} search={await searchParams} />;
}
