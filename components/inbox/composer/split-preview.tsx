"use client";
import { useTranslations } from "use-intl";
import { utf8Length } from "#lib/format.ts";
import { splitText } from "#lib/instagram/text.ts";

/** Where a long text is cut, before anybody sends it. */
export default function SplitPreview({ text }: { text: string }) {
  const t = useTranslations("composer");
  const parts = splitText(text);
  return (
    <details className="rounded-lg border bg-card text-sm">
      <summary className="px-3 py-1.5 font-medium text-muted-foreground">
        {t("splitTitle", { count: parts.length })}
      </summary>
      <ol
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever scrolls by keyboard has to get here.
        tabIndex={0}
        className="grid max-h-40 gap-1.5 overflow-y-auto px-3 pb-2"
      >
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place alone.
          <li key={index} className="rounded-md bg-muted px-2.5 py-1.5">
            <span className="block text-xs text-muted-foreground">
              {t("splitPart", { part: index + 1, count: parts.length, bytes: utf8Length(part.trim()) })}
            </span>
            <span dir="auto" className="line-clamp-3 whitespace-pre-line">
              {part.trim()}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
