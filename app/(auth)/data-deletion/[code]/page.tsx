import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createFormatter } from "use-intl/core";
import { Card } from "#components/ui/card.tsx";
import { findDeletion } from "#lib/customers/deletion-request.ts";
import { getLocale, getTimeZone, getTranslator } from "#lib/i18n/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("privacy"))("deletion.title"), robots: { index: false } };
}

/** Where Meta sends people who asked for their data to be deleted. It names nobody: the code is all that is known here. */
export default async function DeletionPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const deletion = await findDeletion(code);
  if (!deletion) notFound();

  const t = await getTranslator("privacy");
  const format = createFormatter({ locale: await getLocale(), timeZone: await getTimeZone() });
  const { requestedAt, completedAt } = deletion;
  return (
    <Card className="grid gap-3 p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t("deletion.title")}</h1>
      <p>{completedAt ? t("deletion.done") : t("deletion.underWay")}</p>
      <dl className="grid gap-2 text-sm">
        <div>
          <dt className="text-muted-foreground">{t("deletion.requestedAt")}</dt>
          <dd>{format.dateTime(requestedAt, { dateStyle: "long", timeStyle: "short" })}</dd>
        </div>
        {completedAt && (
          <div>
            <dt className="text-muted-foreground">{t("deletion.completedAt")}</dt>
            <dd>{format.dateTime(completedAt, { dateStyle: "long", timeStyle: "short" })}</dd>
          </div>
        )}
        <div>
          <dt className="text-muted-foreground">{t("deletion.code")}</dt>
          <dd className="break-all font-mono">{code}</dd>
        </div>
      </dl>
    </Card>
  );
}
