"use client";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { KeyGroup } from "#lib/api/keys.ts";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";

const GROUPS: KeyGroup[] = ["messages", "contacts", "analytics", "accounts", "webhooks"];

type KeyLimitsProps = { accounts: AccountShown[]; from: string; isFromAtFault: boolean };

/** What a key may be narrowed to; everything is ticked until somebody takes it away. */
export function KeyLimits({ accounts, from, isFromAtFault }: KeyLimitsProps) {
  const t = useTranslations("developers.create");
  const tGroup = useTranslations("developers.group");
  return (
    <details className="text-sm" open={isFromAtFault || undefined}>
      <summary className="w-fit cursor-pointer rounded-sm py-1 font-medium">{t("narrow")}</summary>
      <div className="mt-2 grid gap-5 sm:grid-cols-2">
        <Ticks legend={t("groups")} name="groups" options={GROUPS.map((group) => [group, tGroup(group)])} />
        <Field
          label={t("from")}
          hint={t("fromHint")}
          error={isFromAtFault && t("fromInvalid")}
          className="content-start sm:col-span-2"
        >
          <Input name="from" autoComplete="off" spellCheck={false} maxLength={2_000} defaultValue={from} />
        </Field>
        {accounts.length > 1 && (
          <Ticks
            legend={t("accounts")}
            name="accounts"
            options={accounts.map(({ id, username }) => [id, `@${username}`])}
          />
        )}
      </div>
    </details>
  );
}

type TicksProps = { legend: string; name: string; options: [value: string, label: string][] };

function Ticks({ legend, name, options }: TicksProps) {
  const id = useId();
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="mb-2 font-medium">{legend}</legend>
      {options.map(([value, label]) => (
        <div key={value} className="flex min-h-6 items-center gap-2">
          <Checkbox id={`${id}-${value}`} name={name} value={value} defaultChecked />
          <label htmlFor={`${id}-${value}`}>
            <bdi>{label}</bdi>
          </label>
        </div>
      ))}
    </fieldset>
  );
}

/** Null where everything is still ticked, so that what is connected later is within reach as well. */
export function readLimits(form: FormData, accounts: AccountShown[]) {
  const ticked = form.getAll("accounts").map(String);
  const groups = form.getAll("groups").map(String);
  const from = String(form.get("from") ?? "")
    .split(/[\s,;]+/)
    .filter((range) => range !== "");
  return {
    allowedFrom: from.length > 0 ? from : null,
    accountIds: accounts.length > 1 && ticked.length < accounts.length ? ticked : null,
    disabledGroups: GROUPS.filter((group) => !groups.includes(group)),
  };
}
