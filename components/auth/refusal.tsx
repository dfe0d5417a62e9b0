"use client";
import { useTranslations } from "use-intl";
import { Notice } from "#components/ui/notice.tsx";
import type { ActionResult } from "#lib/action.ts";

/** Why a form was refused, in a sentence. Faults of single fields are said at the field instead. */
export function Refusal({ result }: { result: ActionResult<unknown> | null }) {
  const t = useTranslations("errors");
  if (!result || result.ok) return null;
  return (
    <Notice tone="error" role="alert">
      {t(result.error.code)}
    </Notice>
  );
}
