"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

/** Codes help whoever looks for a cause; everybody else reads the sentence above them. Children are list items. */
export function CodeDetails({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <details>
      <summary className="w-fit cursor-pointer underline-offset-4 hover:underline">{t("details")}</summary>
      <ul className="mt-1 grid gap-0.5">{children}</ul>
    </details>
  );
}
