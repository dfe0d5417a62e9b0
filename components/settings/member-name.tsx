"use client";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Refusal } from "#components/auth/refusal.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Action, ActionResult } from "#lib/action.ts";

type MemberNameProps = { name: string; email: string; rename: Action<{ name: string }, void> };

export function MemberName({ name, email, rename }: MemberNameProps) {
  const t = useTranslations("members.profile");
  const [result, submit, isPending] = useActionState<ActionResult | null, FormData>(rename, null);
  return (
    <Card>
      <CardContent>
        <form action={submit} className="grid max-w-md gap-4">
          <Field label={t("email")}>
            <Input type="email" value={email} readOnly className="bg-muted" />
          </Field>
          <Field label={t("name")} hint={t("nameHint")}>
            <Input name="name" autoComplete="name" required maxLength={100} defaultValue={name} />
          </Field>
          <Refusal result={result} />
          {result?.ok && (
            <Notice tone="success" role="status">
              {t("nameSaved")}
            </Notice>
          )}
          <Button type="submit" isPending={isPending} className="justify-self-start">
            {t("saveName")}
          </Button>
        </form>
      </CardContent>
    </Card>
  );
}
