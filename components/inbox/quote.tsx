"use client";
import { useTranslations } from "use-intl";
import { useContentWords } from "./preview.ts";
import type { ConversationMessage } from "./types.ts";

type QuoteProps = {
  quoted: NonNullable<ConversationMessage["quoted"]>;
  contactName: string;
  jumpTo: (messageId: string) => void;
};

/** The message this one answers; a click leads to it where it is loaded. */
export function Quote({ quoted, contactName, jumpTo }: QuoteProps) {
  const t = useTranslations("inbox.thread");
  const words = useContentWords();
  const { id, direction, isDeleted, text, attachmentTypes } = quoted;
  const look = "mb-1.5 block w-full border-l-2 border-primary/60 pl-2.5 text-left text-sm opacity-85";
  if (!id || !direction) return <p className={look}>{t("quoteGone")}</p>;
  return (
    <button type="button" onClick={() => jumpTo(id)} className={`${look} hover:opacity-100`}>
      <span className="block text-xs font-medium">
        {direction === "inbound" ? t("quoteOf", { name: contactName }) : t("quoteOfUs")}
      </span>
      <span dir="auto" className="line-clamp-2 break-words">
        {words({ direction, kind: "message", text, attachmentTypes, hasStory: false, isDeleted })}
      </span>
    </button>
  );
}
