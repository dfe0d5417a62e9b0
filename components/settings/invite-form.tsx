"use client";
import { useActionState, useState } from "react";
import { useTranslations } from "use-intl";
import { Refusal } from "#components/auth/refusal.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { Action, ActionResult } from "#lib/action.ts";
import type { Role } from "#lib/members/member.ts";
import { MemberLink } from "./member-link.tsx";

type InviteFormProps = {
  invite: Action<{ email: string; role: Role }, { token: string; isMailed: boolean }>;
  /** The address that a token completes to the link. */
  linkStart: string;
  /** Whether the link goes out by mail as well. */
  isMailed: boolean;
};
type Invited = ActionResult<{ token: string; isMailed: boolean; email: string }> | null;

export function InviteForm({ invite, linkStart, isMailed }: InviteFormProps) {
  const t = useTranslations("members.invite");
  const tRole = useTranslations("common.role");
  const [role, setRole] = useState<Role>("agent");
  const [result, submit, isPending] = useActionState<Invited, FormData>(async (_, form) => {
    const email = String(form.get("email")).trim();
    const invited = await invite({ email, role });
    return invited.ok ? { ok: true, data: { ...invited.data, email } } : invited;
  }, null);
  const isEmailAtFault = result?.ok === false && result.error.fields?.email !== undefined;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t(isMailed ? "textMail" : "text")}</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        <form action={submit} className="flex flex-col gap-4 sm:flex-row sm:items-start">
          <Field label={t("email")} className="flex-1" error={isEmailAtFault && t("emailInvalid")}>
            <Input
              name="email"
              type="email"
              autoComplete="off"
              required
              maxLength={254}
              defaultValue={result?.ok === false ? result.values?.email : undefined}
            />
          </Field>
          <Select value={role} onValueChange={(next) => setRole(next as Role)}>
            <Field label={t("role")} className="sm:w-36">
              <SelectTrigger>
                <SelectValue />
              </SelectTrigger>
            </Field>
            <SelectContent>
              <SelectItem value="agent">{tRole("agent")}</SelectItem>
              <SelectItem value="admin">{tRole("admin")}</SelectItem>
            </SelectContent>
          </Select>
          <Button type="submit" isPending={isPending} className="h-10 sm:mt-6">
            {t(isMailed ? "submitMail" : "submit")}
          </Button>
        </form>
        {!isEmailAtFault && <Refusal result={result} />}
        {result?.ok && (
          <MemberLink key={result.data.token} {...result.data} link={`${linkStart}${result.data.token}`} />
        )}
      </CardContent>
    </Card>
  );
}
