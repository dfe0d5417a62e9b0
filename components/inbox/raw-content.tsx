"use client";
import { useTranslations } from "use-intl";

/** For those who look after the installation: word for word what came. */
export function RawContent({ raw }: { raw: string }) {
  const t = useTranslations("inbox.cards");
  return (
    <details className="max-w-full text-xs">
      <summary className="w-fit py-1">{t("raw")}</summary>
      <pre
        dir="ltr"
        className="mt-1 max-h-64 overflow-auto rounded-md bg-muted p-2 text-left break-all whitespace-pre-wrap"
      >
        {indent(raw)}
      </pre>
    </details>
  );
}

function indent(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
