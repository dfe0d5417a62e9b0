import type { Metadata } from "next";
import { FieldForm } from "#components/settings/field-form.tsx";
import { FieldList } from "#components/settings/field-list.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { listCustomerFields } from "#lib/customers/fields.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { countValues, createField, deleteField, updateField } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("customer"))("settings.title") };
}

export default async function FieldsPage() {
  const member = await requireMember("admin");
  const [fields, t] = await Promise.all([listCustomerFields(member), getTranslator("customer")]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">{t("settings.title")}</h1>
        <p className="max-w-prose text-sm text-pretty text-muted-foreground">{t("settings.intro")}</p>
      </header>
      <FieldList fields={fields} update={updateField} remove={deleteField} countValues={countValues} />
      <FieldForm save={createField} />
    </div>
  );
}
