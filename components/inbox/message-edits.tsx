"use client";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { MessageText } from "./message-text.tsx";
import type { ConversationMessage } from "./types.ts";

/** The mark of an edited message; behind it, every wording it had before. */
export function MessageEdits({ edits }: { edits: ConversationMessage["edits"] }) {
  const t = useTranslations("inbox.thread");
  const earlier = [...edits].sort((one, other) => one.numEdit - other.numEdit).slice(0, -1);
  const known = earlier.filter((edit) => edit.text !== null);
  if (known.length === 0) return <span>{t("edited")}</span>;
  return (
    <details className="group max-w-full open:basis-full">
      <summary className="w-fit list-none py-1 underline decoration-dotted underline-offset-2 hover:text-foreground">
        {t("edited")}
      </summary>
      <div className="mt-1 rounded-lg border bg-card px-3 py-2 text-foreground shadow-raised">
        <p className="mb-1.5 font-semibold">{t("editedBefore")}</p>
        <ol className="grid max-h-72 gap-2 overflow-y-auto">
          {known.map((edit) => (
            <li key={edit.numEdit} className="text-sm">
              <MessageText text={edit.text ?? ""} />
              <RelativeTime at={edit.at} className="text-xs text-muted-foreground" />
            </li>
          ))}
        </ol>
      </div>
    </details>
  );
}
