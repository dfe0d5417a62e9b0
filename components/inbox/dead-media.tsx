"use client";
import { ImageOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import type { MessageAttachment } from "./types.ts";

export type MediaKind = MessageAttachment["type"] | "story_reply";

/** The place stays, with the kind of thing it was: never a broken picture. */
export function DeadMedia({ kind, className }: { kind: MediaKind; className?: string }) {
  const t = useTranslations("inbox");
  return (
    <span
      className={cn(
        "flex min-h-16 items-center justify-center gap-2 rounded-lg bg-muted px-3 py-3 text-sm text-muted-foreground",
        className,
      )}
    >
      <ImageOff aria-hidden className="size-4 shrink-0" />
      <span className="text-pretty">{t("media.gone", { kind: t(`kinds.${kind}`, { count: 1 }) })}</span>
    </span>
  );
}
