"use client";
import { Repeat } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { RawContent } from "./raw-content.tsx";
import type { ConversationMessage } from "./types.ts";

/** Which app holds the conversation from here on: nobody's words, so no bubble. */
export function HandoverLine({ message }: { message: ConversationMessage }) {
  const t = useTranslations("inbox.cards");
  const format = useFormatter();
  const { handover, occurredAt, raw } = message;
  return (
    <article
      id={`message-${message.id}`}
      data-message={message.id}
      tabIndex={-1}
      className="flex justify-center px-4 py-2"
    >
      <div className="grid max-w-md justify-items-center gap-0.5 rounded-lg bg-muted px-4 py-2 text-center text-sm text-muted-foreground">
        <p className="text-pretty">
          <Repeat aria-hidden className="mr-2 mb-0.5 inline size-4" />
          {t(keyOf(handover))}
        </p>
        {handover?.words && <p className="break-words">{t("handoverWords", { words: handover.words })}</p>}
        <time dateTime={occurredAt} className="text-xs tabular-nums">
          {format.dateTime(new Date(occurredAt), { hour: "numeric", minute: "2-digit" })}
        </time>
        {raw && <RawContent raw={raw} />}
      </div>
    </article>
  );
}

function keyOf(handover: ConversationMessage["handover"]) {
  if (handover?.action === "take") return "handoverTake";
  if (handover?.action === "request") return "handoverRequest";
  if (handover?.action === "pass") return handover.isToUs ? "handoverPassToUs" : "handoverPass";
  return "handover";
}
