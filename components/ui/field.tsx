"use client";
import { Slot } from "radix-ui";
import { type ReactElement, type ReactNode, useId } from "react";
import { cn } from "#lib/cn.ts";
import { Label } from "./label.tsx";

type FieldProps = {
  label: ReactNode;
  /** The control: `<Input name="email" />`. It is given `id`, `aria-describedby` and `aria-invalid`. */
  children: ReactElement;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
};

/** A control with its label, its hint and its error, wired for assistive technology. */
export function Field({ label, children, hint, error, className }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cn("grid gap-1.5", className)}>
      <Label htmlFor={id}>{label}</Label>
      <Slot.Root id={id} aria-describedby={describedBy} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted-foreground">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm text-destructive-text">
          {error}
        </p>
      )}
    </div>
  );
}
