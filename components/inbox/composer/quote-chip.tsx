"use client";
import { Reply, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { personName } from "#lib/format.ts";
import { useContentWords } from "../preview.ts";
import type { ConversationSummary } from "../types.ts";
import type { Quoted } from "./draft-box.ts";

type QuoteChipProps = { quoted: Quoted; conversation: ConversationSummary; remove: () => void };

/** Which message the reply answers. */
export function QuoteChip({ quoted, conversation, remove }: QuoteChipProps) {
  const t = useTranslations("composer");
  const words = useContentWords();
  const { direction, text, attachmentTypes, isDeleted } = quoted;
  const name = personName(conversation.contact);
  return (
    <div className="m-1.5 mb-0 flex items-center gap-2 rounded-lg bg-muted py-1 pr-1 pl-2.5 text-sm">
      <Reply aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <p className="min-w-0 flex-1">
        <span className="block text-xs font-medium">
          {direction === "inbound" ? t("replyingTo", { name }) : t("replyingToUs")}
        </span>
        <span dir="auto" className="block truncate text-muted-foreground">
          {words({
            direction: direction ?? "inbound",
            kind: "message",
            text,
            attachmentTypes,
            hasStory: false,
            isDeleted,
          })}
        </span>
      </p>
      <Button variant="ghost" size="icon-sm" onClick={remove} aria-label={t("removeQuote")} title={t("removeQuote")}>
        <X />
      </Button>
    </div>
  );
}
