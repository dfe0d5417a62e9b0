"use client";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import type { ConversationMessage } from "./types.ts";

type MessageReactionsProps = { reactions: ConversationMessage["reactions"]; contactName: string; isOurs: boolean };

/** Hangs at the bubble's lower edge, as people know it. */
export function MessageReactions({ reactions, contactName, isOurs }: MessageReactionsProps) {
  const t = useTranslations("inbox.thread");
  const standing = reactions.filter((reaction) => reaction.emoji !== null);
  if (standing.length === 0) return null;
  return (
    <ul className={cn("z-1 -mt-2 flex gap-1", isOurs ? "mr-2" : "ml-2")}>
      {standing.map(({ by, emoji, ...rest }) => {
        const isPending = "isPending" in rest;
        const words =
          by === "contact"
            ? t("reactionBy", { name: contactName, emoji: emoji ?? "" })
            : t(isPending ? "reactionPending" : "reactionByUs", { emoji: emoji ?? "" });
        return (
          <li
            key={by}
            title={words}
            className={cn(
              "rounded-full border bg-card px-1.5 text-sm leading-5.5 shadow-raised",
              isPending && "border-dashed opacity-60",
            )}
          >
            <span aria-hidden>{emoji}</span>
            <span className="sr-only">{words}</span>
          </li>
        );
      })}
    </ul>
  );
}
