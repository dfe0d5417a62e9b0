"use client";
import Link from "next/link";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { fieldLook, Input } from "#components/ui/input.tsx";
import { Label } from "#components/ui/label.tsx";
import { cn } from "#lib/cn.ts";
import { useCustomerActions } from "./customer-context.ts";
import { Section } from "./section.tsx";
import type { CustomerField, FieldValue } from "./types.ts";
import { useCustomerFields } from "./use-customer.ts";

type FieldsProps = { contactId: string; values: Record<string, string | number | boolean>; isAdmin: boolean };

/** What the workspace wants to know of every customer. */
export function CustomerFields({ contactId, values, isAdmin }: FieldsProps) {
  const t = useTranslations("customer.fields");
  const fields = useCustomerFields();
  if (fields.length === 0 && !isAdmin) return null;
  const setUp = isAdmin && (
    <Link href="/settings/fields" className="text-xs font-medium text-primary-text hover:underline">
      {t("setUp")}
    </Link>
  );
  return (
    <Section title={t("title")} action={setUp}>
      {fields.length === 0 && <p className="text-sm text-muted-foreground">{t("none")}</p>}
      <div className="grid gap-3">
        {fields.map((field) => (
          <FieldRow
            key={`${field.id} ${values[field.slug] ?? ""}`}
            contactId={contactId}
            field={field}
            value={values[field.slug] ?? null}
          />
        ))}
      </div>
    </Section>
  );
}

type RowProps = { contactId: string; field: CustomerField; value: FieldValue };

/** Saved when it is left or chosen. What does not fit says so and stays as it was typed. */
function FieldRow({ contactId, field, value }: RowProps) {
  const t = useTranslations("customer.fields");
  const id = useId();
  const { setCustomerField } = useCustomerActions();
  const [typed, setTyped] = useState(String(value ?? ""));
  const [problem, setProblem] = useState<"invalid" | "failed" | null>(null);
  const save = async (next: FieldValue) => {
    if (String(next ?? "") === String(value ?? "")) return setProblem(null);
    const result = await setCustomerField({ contactId, slug: field.slug, value: next }).catch(() => null);
    setProblem(result?.ok ? null : result?.error.code === "invalid_input" ? "invalid" : "failed");
  };
  return (
    <div className="grid gap-1">
      <Label htmlFor={id} className="text-xs text-muted-foreground">
        <bdi>{field.name}</bdi>
      </Label>
      {field.type === "boolean" && (
        <Checkbox id={id} checked={value === true} onChange={(event) => void save(event.target.checked || null)} />
      )}
      {field.type === "select" && (
        <select
          id={id}
          value={String(value ?? "")}
          onChange={(event) => void save(event.target.value || null)}
          className={cn(fieldLook, "h-9 text-sm")}
        >
          <option value="">{t("nothingChosen")}</option>
          {choices(field, value).map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      )}
      {field.type !== "boolean" && field.type !== "select" && (
        <Input
          id={id}
          type={field.type === "date" ? "date" : "text"}
          inputMode={field.type === "number" ? "decimal" : undefined}
          maxLength={500}
          value={typed}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => void save(typed.trim() || null)}
          onKeyDown={(event) => event.key === "Enter" && void save(typed.trim() || null)}
          className="h-9 text-sm"
        />
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-destructive-text">
          {problem === "invalid" ? t(`invalid.${field.type}`) : t("failed")}
        </p>
      )}
    </div>
  );
}

/** An option that was taken away since stays where it was chosen. */
function choices({ options }: CustomerField, value: FieldValue): string[] {
  return typeof value === "string" && value !== "" && !options.includes(value) ? [value, ...options] : options;
}
