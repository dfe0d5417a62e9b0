"use client";
import { useActionState, useState } from "react";
import { useTranslations } from "use-intl";
import { Refusal } from "#components/auth/refusal.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import type { CustomerField } from "#lib/customers/fields.ts";

type FieldType = CustomerField["type"];
export type FieldInput = { name: string; type: FieldType; options: string[] };

const TYPES: FieldType[] = ["text", "number", "date", "boolean", "select"];

/** A new field. */
export function FieldForm({ save }: { save: (input: FieldInput) => Promise<ActionResult<unknown>> }) {
  const t = useTranslations("customer.settings");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("add")}</CardTitle>
      </CardHeader>
      <CardContent>
        <FieldInputs save={save} submit={t("create")} done={() => toast.success(t("created"))} />
      </CardContent>
    </Card>
  );
}

type FieldInputsProps = {
  /** One that exists keeps its kind. */
  field?: CustomerField;
  save: (input: FieldInput) => Promise<ActionResult<unknown>>;
  submit: string;
  done: () => void;
};

export function FieldInputs({ field, save, submit, done }: FieldInputsProps) {
  const t = useTranslations("customer.settings");
  const [type, setType] = useState<FieldType>(field?.type ?? "text");
  const [typed, setTyped] = useState({ name: field?.name ?? "", options: field?.options.join("\n") ?? "" });
  const [result, run, isPending] = useActionState<ActionResult<unknown> | null>(async () => {
    const options = type === "select" ? typed.options.split("\n").filter((option) => option.trim() !== "") : [];
    const saved = await save({ name: typed.name.trim(), type, options });
    if (saved.ok) {
      if (!field) setTyped({ name: "", options: "" });
      done();
    }
    return saved;
  }, null);
  return (
    <form action={run} className="grid gap-4">
      <div className="flex flex-col gap-4 sm:flex-row sm:items-start">
        <Field label={t("name")} className="flex-1">
          <Input
            name="name"
            autoComplete="off"
            required
            maxLength={60}
            value={typed.name}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        </Field>
        {!field && (
          <Select value={type} onValueChange={(next) => setType(next as FieldType)}>
            <Field label={t("type")} className="sm:w-44">
              <SelectTrigger>
                <SelectValue />
              </SelectTrigger>
            </Field>
            <SelectContent>
              {TYPES.map((one) => (
                <SelectItem key={one} value={one}>
                  {t(`types.${one}`)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
        <Button type="submit" isPending={isPending} className="h-10 sm:mt-6">
          {submit}
        </Button>
      </div>
      {type === "select" && (
        <Field label={t("options")} hint={t("optionsHint")}>
          <Textarea
            required
            value={typed.options}
            onChange={(event) => setTyped({ ...typed, options: event.target.value })}
          />
        </Field>
      )}
      <Refusal result={result} />
    </form>
  );
}
