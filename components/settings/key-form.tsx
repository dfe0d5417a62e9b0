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
import type { KeyGroup, Permission } from "#lib/api/keys.ts";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";
import { KeyLimits, readLimits } from "./key-limits.tsx";
import { NewKey } from "./new-key.tsx";

type NewKeyInput = {
  name: string;
  permission: Permission;
  expiresInDays: number | null;
  accountIds: string[] | null;
  disabledGroups: KeyGroup[];
  allowedFrom: string[] | null;
};
type KeyFormProps = { create: Action<NewKeyInput, { id: string; key: string }>; accounts: AccountShown[] };
type Created = ActionResult<{ id: string; key: string; name: string }> | null;

const EXPIRIES = ["never", "30", "90", "365"] as const;

export function KeyForm({ create, accounts }: KeyFormProps) {
  const t = useTranslations("developers.create");
  const tPermission = useTranslations("developers.permission");
  const [permission, setPermission] = useState<Permission>("read-write");
  const [expiry, setExpiry] = useState<(typeof EXPIRIES)[number]>("never");
  const [from, setFrom] = useState("");
  const [result, submit, isPending] = useActionState<Created, FormData>(async (_, form) => {
    const name = String(form.get("name")).trim();
    setFrom(String(form.get("from") ?? ""));
    const expiresInDays = expiry === "never" ? null : Number(expiry);
    const created = await create({ name, permission, expiresInDays, ...readLimits(form, accounts) });
    return created.ok ? { ok: true, data: { ...created.data, name } } : created;
  }, null);
  const isNameAtFault = result?.ok === false && result.error.fields?.name !== undefined;
  const isFromAtFault =
    result?.ok === false && Object.keys(result.error.fields ?? {}).some((field) => field.startsWith("allowedFrom"));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("text")}</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        <form action={submit} className="grid gap-4">
          <div className="flex flex-col gap-4 sm:flex-row sm:items-start">
            <Field label={t("name")} hint={t("nameHint")} className="flex-1" error={isNameAtFault && t("nameInvalid")}>
              <Input
                name="name"
                autoComplete="off"
                required
                maxLength={100}
                defaultValue={result?.ok === false ? result.values?.name : undefined}
              />
            </Field>
            <Select value={permission} onValueChange={(next) => setPermission(next as Permission)}>
              <Field label={t("permission")} className="sm:w-52">
                <SelectTrigger>
                  <SelectValue />
                </SelectTrigger>
              </Field>
              <SelectContent>
                <SelectItem value="read-write">{tPermission("read-write")}</SelectItem>
                <SelectItem value="read">{tPermission("read")}</SelectItem>
              </SelectContent>
            </Select>
            <Select value={expiry} onValueChange={(next) => setExpiry(next as typeof expiry)}>
              <Field label={t("expiry")} className="sm:w-40">
                <SelectTrigger>
                  <SelectValue />
                </SelectTrigger>
              </Field>
              <SelectContent>
                {EXPIRIES.map((days) => (
                  <SelectItem key={days} value={days}>
                    {days === "never" ? t("never") : t("days", { count: Number(days) })}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </div>
          <KeyLimits accounts={accounts} from={isFromAtFault ? from : ""} isFromAtFault={isFromAtFault} />
          <Button type="submit" isPending={isPending} className="justify-self-start">
            {t("submit")}
          </Button>
        </form>
        {!isNameAtFault && !isFromAtFault && <Refusal result={result} />}
        {result?.ok && <NewKey key={result.data.id} name={result.data.name} value={result.data.key} />}
      </CardContent>
    </Card>
  );
}
