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

type NewPasswordFormProps = {
  action: Action<{ token: string; password: string }, never>;
  token: string;
  email: string;
};

export function NewPasswordForm({ action, token, email }: NewPasswordFormProps) {
  const t = useTranslations("auth");
  const [result, submit, isPending] = useActionState<ActionResult<never> | null, FormData>(action, null);
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t("reset.newHeading")}</h1>
      <p className="mt-1.5 text-sm text-muted-foreground">{t("reset.newText")}</p>
      <form action={submit} className="mt-6 grid gap-5">
        <input type="hidden" name="token" value={token} />
        <Field label={t("reset.email")}>
          <Input type="email" autoComplete="username" value={email} readOnly className="bg-muted" />
        </Field>
        <Field label={t("reset.password")} hint={t("setup.passwordHint")}>
          <PasswordInput name="password" autoComplete="new-password" required />
        </Field>
        <Refusal result={result} />
        <Button type="submit" size="lg" isPending={isPending}>
          {t("reset.save")}
        </Button>
      </form>
    </Card>
  );
}
