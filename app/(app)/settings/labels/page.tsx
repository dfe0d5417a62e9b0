import type { Metadata } from "next";
import { LabelForm } from "#components/settings/label-form.tsx";
import { LabelList } from "#components/settings/label-list.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { listLabelsInUse } from "#lib/inbox/labels.ts";
import { createLabel, deleteLabel, updateLabel } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("views"))("settings.title") };
}

export default async function LabelsPage() {
  const member = await requireMember();
  const [labels, t] = await Promise.all([listLabelsInUse(member), getTranslator("views")]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">{t("settings.title")}</h1>
        <p className="max-w-prose text-sm text-pretty text-muted-foreground">{t("settings.text")}</p>
      </header>
      <LabelList labels={labels} update={updateLabel} remove={deleteLabel} />
      <LabelForm save={createLabel} />
    </div>
  );
}
