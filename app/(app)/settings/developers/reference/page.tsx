import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Reference } from "#components/settings/reference.tsx";
import { describeApi } from "#lib/api/reference.ts";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("developers"))("reference.title") };
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The OpenAPI document for people, one group of addresses at a time. */
export default async function ReferencePage({ searchParams }: PageProps) {
  await requireMember("admin");
  const t = await getTranslator("developers");
  const groups = describeApi();
  const { of } = await searchParams;
  const shown = groups.find(({ name }) => name === of) ?? groups[0];
  const baseUrl = `${env().APP_URL}/api`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header className="grid gap-1">
        <Link
          href="/settings/developers"
          className="flex items-center gap-1 justify-self-start text-sm text-muted-foreground hover:text-foreground"
        >
          <ChevronLeft aria-hidden className="size-4" />
          {t("reference.back")}
        </Link>
        <h1 className="text-xl font-semibold">{t("reference.title")}</h1>
        <p className="max-w-prose text-sm text-pretty text-muted-foreground">
          {t("reference.intro", { baseUrl })}{" "}
          <a
            href={`${baseUrl}/v1/openapi.json`}
            target="_blank"
            rel="noopener"
            className="underline underline-offset-2"
          >
            {t("reference.document")}
          </a>
        </p>
      </header>
      {shown && <Reference names={groups.map(({ name }) => name)} group={shown} />}
    </div>
  );
}
