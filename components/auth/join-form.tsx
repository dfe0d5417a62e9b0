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

type JoinFormProps = {
  action: Action<{ token: string; name: string; password: string }, never>;
  token: string;
  invitation: { email: string; role: "admin" | "agent"; workspaceName: string };
};

export function JoinForm({ action, token, invitation }: JoinFormProps) {
  const t = useTranslations("auth");
  const [result, submit, isPending] = useActionState<ActionResult<never> | null, FormData>(action, null);
  const typed = result?.ok === false ? (result.values ?? {}) : {};
  const faults = result?.ok === false ? (result.error.fields ?? {}) : {};
  const role = invitation.role === "admin" ? t("invitation.roleAdmin") : t("invitation.roleAgent");
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold text-balance break-words">
        {t("invitation.heading", { workspace: invitation.workspaceName })}
      </h1>
      <p className="mt-1.5 text-sm text-muted-foreground">{t("invitation.text", { role })}</p>
      <form action={submit} className="mt-6 grid gap-5">
        <input type="hidden" name="token" value={token} />
        <Field label={t("invitation.email")}>
          <Input type="email" autoComplete="username" value={invitation.email} readOnly className="bg-muted" />
        </Field>
        <Field label={t("invitation.name")} hint={t("setup.nameHint")} error={faults.name && t("nameMissing")}>
          <Input name="name" autoComplete="name" required maxLength={100} defaultValue={typed.name} />
        </Field>
        <Field label={t("invitation.password")} hint={t("setup.passwordHint")}>
          <PasswordInput name="password" autoComplete="new-password" required />
        </Field>
        <Refusal result={result} />
        <Button type="submit" size="lg" isPending={isPending}>
          {t("invitation.submit")}
        </Button>
      </form>
    </Card>
  );
}
