"use client";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Action, ActionResult } from "#lib/action.ts";
import { PasswordInput } from "./password-input.tsx";
import { Refusal } from "./refusal.tsx";

type SetupFormProps = {
  action: Action<{ name: string; email: string; password: string; workspaceName: string }, never>;
};

export function SetupForm({ action }: SetupFormProps) {
  const t = useTranslations("auth");
  const [result, submit, isPending] = useActionState<ActionResult<never> | null, FormData>(action, null);
  const typed = result?.ok === false ? (result.values ?? {}) : {};
  const faults = result?.ok === false ? (result.error.fields ?? {}) : {};
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t("setup.heading")}</h1>
      <p className="mt-1.5 text-sm text-muted-foreground">{t("setup.text")}</p>
      <form action={submit} className="mt-6 grid gap-5">
        <Field label={t("setup.name")} hint={t("setup.nameHint")} error={faults.name && t("nameMissing")}>
          <Input name="name" autoComplete="name" required maxLength={100} defaultValue={typed.name} />
        </Field>
        <Field label={t("setup.email")} error={faults.email && t("emailInvalid")}>
          <Input
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            defaultValue={typed.email}
          />
        </Field>
        <Field label={t("setup.password")} hint={t("setup.passwordHint")}>
          <PasswordInput name="password" autoComplete="new-password" required />
        </Field>
        <Field
          label={t("setup.workspace")}
          hint={t("setup.workspaceHint")}
          error={faults.workspaceName && t("nameMissing")}
        >
          <Input
            name="workspaceName"
            autoComplete="organization"
            required
            maxLength={100}
            defaultValue={typed.workspaceName ?? t("setup.workspaceDefault")}
          />
        </Field>
        <Refusal result={result} />
        <Button type="submit" size="lg" isPending={isPending}>
          {t("setup.submit")}
        </Button>
      </form>
      <p className="mt-5 text-sm text-muted-foreground">{t("setup.afterwards")}</p>
    </Card>
  );
}
