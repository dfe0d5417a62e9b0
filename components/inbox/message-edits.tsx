"use client";
import { useTranslations } from "use-intl";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
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
    <Popover>
      <PopoverTrigger className="underline decoration-dotted underline-offset-2 hover:text-foreground">
        {t("edited")}
      </PopoverTrigger>
      <PopoverContent className="w-80">
        <p className="mb-2 text-sm font-semibold">{t("editedBefore")}</p>
        <ol className="grid max-h-72 gap-2 overflow-y-auto">
          {known.map((edit) => (
            <li key={edit.numEdit} className="rounded-md bg-muted px-2.5 py-1.5 text-sm">
              <MessageText text={edit.text ?? ""} />
              <RelativeTime at={edit.at} className="text-xs text-muted-foreground" />
            </li>
          ))}
        </ol>
      </PopoverContent>
    </Popover>
  );
}
