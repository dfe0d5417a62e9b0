"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useContentWords } from "./preview.ts";
import type { ConversationMessage } from "./types.ts";

type QuoteProps = {
  quoted: NonNullable<ConversationMessage["quoted"]>;
  contactName: string;
  jumpTo: (messageId: string) => void;
};

/** The message this one answers; a click leads to it, also where it is not loaded yet. */
export function Quote({ quoted, contactName, jumpTo }: QuoteProps) {
  const t = useTranslations("inbox.thread");
  const words = useContentWords();
  const { id, direction, isDeleted, text, attachmentTypes } = quoted;
  const look = "mb-1.5 flex w-full gap-2 border-l-2 border-primary/60 pl-2.5 text-left text-sm opacity-85";
  if (!id || !direction) return <p className={look}>{t("quoteGone")}</p>;
  return (
    <button type="button" onClick={() => jumpTo(id)} className={`${look} hover:opacity-100`}>
      <span className="min-w-0 flex-1">
        <span className="block text-xs font-medium">
          {direction === "inbound" ? t("quoteOf", { name: contactName }) : t("quoteOfUs")}
        </span>
        <span dir="auto" className="line-clamp-2 break-words">
          {words({ direction, kind: "message", text, attachmentTypes, hasStory: false, isDeleted })}
        </span>
      </span>
      {attachmentTypes[0] === "image" && !isDeleted && <Thumbnail path={`/api/media/${id}/0`} />}
    </button>
  );
}

function Thumbnail({ path }: { path: string }) {
  const [isDead, setDead] = useState(false);
  if (isDead) return null;
  return (
    <img
      src={path}
      alt=""
      loading="lazy"
      className="size-10 shrink-0 rounded-md bg-muted object-cover"
      onError={() => setDead(true)}
    />
  );
}
