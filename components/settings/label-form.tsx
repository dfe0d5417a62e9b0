"use client";
import { useActionState, useState } from "react";
import { useTranslations } from "use-intl";
import { Refusal } from "#components/auth/refusal.tsx";
import { LabelDot } from "#components/inbox/label-dot.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import type { Label, LabelColor } from "#lib/inbox/labels.ts";

export type LabelInput = { name: string; color: LabelColor };

const COLORS: LabelColor[] = ["gray", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"];

/** A new label. */
export function LabelForm({ save }: { save: (input: LabelInput) => Promise<ActionResult<unknown>> }) {
  const t = useTranslations("views.settings");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("new")}</CardTitle>
      </CardHeader>
      <CardContent>
        <LabelFields save={save} submit={t("create")} done={(name) => toast.success(t("created", { name }))} />
      </CardContent>
    </Card>
  );
}

type LabelFieldsProps = {
  label?: Label;
  save: (input: LabelInput) => Promise<ActionResult<unknown>>;
  submit: string;
  done: (name: string) => void;
};

export function LabelFields({ label, save, submit, done }: LabelFieldsProps) {
  const t = useTranslations("views.settings");
  const [color, setColor] = useState<LabelColor>(label?.color ?? "blue");
  const [result, run, isPending] = useActionState<ActionResult<unknown> | null, FormData>(async (_, form) => {
    const name = String(form.get("name")).trim();
    const saved = await save({ name, color });
    if (saved.ok) done(name);
    return saved;
  }, null);
  const typed = result?.ok === false ? result.values?.name : undefined;
  return (
    <form action={run} className="grid gap-4">
      <div className="flex flex-col gap-4 sm:flex-row sm:items-start">
        <Field label={t("name")} className="flex-1">
          <Input name="name" autoComplete="off" required maxLength={40} defaultValue={typed ?? label?.name} />
        </Field>
        <Select value={color} onValueChange={(next) => setColor(next as LabelColor)}>
          <Field label={t("color")} className="sm:w-44">
            <SelectTrigger>
              <SelectValue />
            </SelectTrigger>
          </Field>
          <SelectContent>
            {COLORS.map((name) => (
              <SelectItem key={name} value={name}>
                <span className="flex items-center gap-2">
                  <LabelDot color={name} className="size-2.5" />
                  {t(`colors.${name}`)}
                </span>
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Button type="submit" isPending={isPending} className="h-10 sm:mt-6">
          {submit}
        </Button>
      </div>
      <Refusal result={result} />
    </form>
  );
}
