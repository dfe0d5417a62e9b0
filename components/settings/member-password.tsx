"use client";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { PasswordInput } from "#components/auth/password-input.tsx";
import { Refusal } from "#components/auth/refusal.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Action, ActionResult } from "#lib/action.ts";

type MemberPasswordProps = { change: Action<{ currentPassword: string; newPassword: string }, void> };

export function MemberPassword({ change }: MemberPasswordProps) {
  const t = useTranslations("members.profile");
  const [result, submit, isPending] = useActionState<ActionResult | null, FormData>(change, null);
  const isCurrentWrong = result?.ok === false && result.error.code === "wrong_credentials";
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("passwordTitle")}</CardTitle>
        <CardDescription>{t("passwordText")}</CardDescription>
      </CardHeader>
      <CardContent>
        <form action={submit} className="grid max-w-md gap-4">
          <Field label={t("currentPassword")} error={isCurrentWrong && t("currentWrong")}>
            <Input name="currentPassword" type="password" autoComplete="current-password" required />
          </Field>
          <Field label={t("newPassword")} hint={t("newPasswordHint")}>
            <PasswordInput name="newPassword" autoComplete="new-password" required />
          </Field>
          {!isCurrentWrong && <Refusal result={result} />}
          {result?.ok && (
            <Notice tone="success" role="status">
              {t("passwordChanged")}
            </Notice>
          )}
          <Button type="submit" isPending={isPending} className="justify-self-start">
            {t("changePassword")}
          </Button>
        </form>
      </CardContent>
    </Card>
  );
}
