"use client";
import Link from "next/link";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Action, ActionResult } from "#lib/action.ts";
import { Refusal } from "./refusal.tsx";

type SignInFormProps = {
  action: Action<{ email: string; password: string; next?: string }, never>;
  next: string;
  /** Why the last attempt failed, where no form was involved. */
  refusal?: "wrong_credentials" | "unavailable";
  /** A new password was just chosen by a link. */
  isReset: boolean;
  /** Whether a link for a new password can be mailed. */
  canReset: boolean;
};

export function SignInForm({ action, next, refusal, isReset, canReset }: SignInFormProps) {
  const t = useTranslations("auth");
  const tError = useTranslations("errors");
  const [result, submit, isPending] = useActionState<ActionResult<never> | null, FormData>(action, null);
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t("signIn.heading")}</h1>
      {isReset && !result && (
        <Notice tone="success" role="status" className="mt-4">
          {t("signIn.changed")}
        </Notice>
      )}
      <form action={submit} className="mt-6 grid gap-5">
        <input type="hidden" name="next" value={next} />
        <Field label={t("signIn.email")}>
          <Input
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            defaultValue={result?.ok === false ? result.values?.email : undefined}
          />
        </Field>
        <Field label={t("signIn.password")}>
          <Input name="password" type="password" autoComplete="current-password" required />
        </Field>
        <Refusal result={result} />
        {!result && refusal && (
          <Notice tone="error" role="alert">
            {tError(refusal)}
          </Notice>
        )}
        <Button type="submit" size="lg" isPending={isPending}>
          {t("signIn.submit")}
        </Button>
      </form>
      <p className="mt-5 text-sm text-muted-foreground">
        {canReset ? (
          <Link href="/reset" className="font-medium text-primary-text underline-offset-2 hover:underline">
            {t("signIn.forgottenLink")}
          </Link>
        ) : (
          t("signIn.forgotten")
        )}
      </p>
    </Card>
  );
}
