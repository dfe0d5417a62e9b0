"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "#components/ui/card.tsx";
import { Confirmation } from "#components/ui/confirmation.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import type { CustomerField } from "#lib/customers/fields.ts";
import { EditableRow, EditDialog } from "./editable-row.tsx";
import { FieldInputs } from "./field-form.tsx";
import { useAct } from "./use-act.ts";

type FieldListProps = {
  fields: CustomerField[];
  update: (input: { fieldId: string; name: string; options: string[] }) => Promise<ActionResult<unknown>>;
  remove: (input: { fieldId: string }) => Promise<ActionResult<unknown>>;
  countValues: (input: { slug: string }) => Promise<ActionResult<number>>;
};
type Doomed = { field: CustomerField; count: number };

/** The fields with what can be done to each; one dialog at a time. Who deletes is told first what goes with it. */
export function FieldList({ fields, update, remove, countValues }: FieldListProps) {
  const t = useTranslations("customer.settings");
  const [edited, setEdited] = useState<CustomerField | null>(null);
  const [doomed, setDoomed] = useState<Doomed | null>(null);
  const [act] = useAct();
  if (fields.length === 0) {
    return (
      <Card>
        <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>
      </Card>
    );
  }
  const ask = async (field: CustomerField) => {
    const counted = await countValues({ slug: field.slug }).catch(() => null);
    if (counted?.ok) setDoomed({ field, count: counted.data });
  };
  return (
    <Card>
      <ul aria-label={t("title")} className="divide-y">
        {fields.map((field) => (
          <EditableRow
            key={field.id}
            edit={{ label: t("edit", { name: field.name }), run: () => setEdited(field) }}
            remove={{ label: t("delete", { name: field.name }), run: () => void ask(field) }}
          >
            <span className="grid min-w-0 flex-1">
              <bdi className="truncate font-medium">{field.name}</bdi>
              <span className="truncate text-sm text-muted-foreground">
                {t(`types.${field.type}`)}
                {field.options.length > 0 && `: ${field.options.join(", ")}`}
              </span>
            </span>
          </EditableRow>
        ))}
      </ul>
      <EditDialog title={t("edit", { name: edited?.name ?? "" })} onClose={() => setEdited(null)}>
        {edited && (
          <FieldInputs
            field={edited}
            save={({ name, options }) => update({ fieldId: edited.id, name, options })}
            submit={t("save")}
            done={() => {
              setEdited(null);
              toast.success(t("saved"));
            }}
          />
        )}
      </EditDialog>
      <Confirmation
        question={
          doomed && {
            title: t("deleteTitle", { name: doomed.field.name }),
            text: t("deleteWhat", { count: doomed.count }),
            action: t("deleteConfirm"),
          }
        }
        onClose={() => setDoomed(null)}
        onConfirm={() => doomed && act(() => remove({ fieldId: doomed.field.id }), t("deleted"))}
      />
    </Card>
  );
}
