"use client";
import Link from "next/link";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Action, ActionResult } from "#lib/action.ts";
import { Refusal } from "./refusal.tsx";

type Asked = ActionResult<{ email: string }> | null;

/** Asks for a link by which a new password is chosen. What is said afterwards tells nothing of whether there is such a member. */
export function ResetRequestForm({ action }: { action: Action<{ email: string }, void> }) {
  const t = useTranslations("auth");
  const [result, submit, isPending] = useActionState<Asked, FormData>(async (_, form) => {
    const email = String(form.get("email")).trim();
    const asked = await action({ email });
    return asked.ok ? { ok: true, data: { email } } : asked;
  }, null);
  const isEmailAtFault = result?.ok === false && result.error.fields?.email !== undefined;
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t(result?.ok ? "reset.sentTitle" : "reset.heading")}</h1>
      <p role="status" className="mt-1.5 text-sm text-pretty break-words text-muted-foreground">
        {result?.ok ? t("reset.sent", { email: result.data.email }) : t("reset.text")}
      </p>
      {!result?.ok && (
        <form action={submit} className="mt-6 grid gap-5">
          <Field label={t("reset.email")} error={isEmailAtFault && t("emailInvalid")}>
            <Input
              name="email"
              type="email"
              autoComplete="username"
              required
              maxLength={254}
              defaultValue={result?.ok === false ? result.values?.email : undefined}
            />
          </Field>
          {!isEmailAtFault && <Refusal result={result} />}
          <Button type="submit" size="lg" isPending={isPending}>
            {t("reset.submit")}
          </Button>
        </form>
      )}
      <p className="mt-5 text-sm">
        <Link href="/sign-in" className="font-medium text-primary-text underline-offset-2 hover:underline">
          {t("reset.back")}
        </Link>
      </p>
    </Card>
  );
}
