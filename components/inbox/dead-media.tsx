"use client";
import { FileX, ImageOff, RotateCw } from "lucide-react";
import type { CSSProperties } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { useSizeWords } from "./media-size.ts";
import type { MessageAttachment } from "./types.ts";
import { useMediaFate } from "./use-media-fate.ts";

export type MediaKind = MessageAttachment["type"] | "story_reply" | "ad" | "gif";

type DeadMediaProps = {
  kind: MediaKind;
  className?: string | undefined;
  /** The room it was given before it turned out to be dead. */
  room?: CSSProperties | undefined;
  sizeBytes?: number | undefined;
  /** Where it came from; what never had an address cannot be loaded again. */
  path?: string | null;
  retry?: (() => void) | undefined;
};

/** The place stays, with the kind of thing it was, how large and what became of it: never a broken picture. */
export function DeadMedia({ kind, className, room, sizeBytes, path, retry }: DeadMediaProps) {
  const t = useTranslations("inbox");
  const isOurs = path?.startsWith("/api/inbox/uploads/") ?? false;
  const Icon = kind === "file" || kind === "audio" ? FileX : ImageOff;
  const isGone = useMediaFate(path, retry);
  const fate = isGone ? (isOurs ? "lost" : "gone") : "notNow";
  const words = t(`media.${fate}`, { kind: t(`kinds.${kind}`, { count: 1 }) });
  const size = useSizeWords()(sizeBytes);
  return (
    <span
      className={cn(
        "flex min-h-16 w-72 max-w-full items-center justify-center gap-2 rounded-lg bg-muted px-3 py-3 text-sm text-muted-foreground",
        className,
      )}
      style={room}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="text-pretty">{size ? `${words} · ${size}` : words}</span>
      {retry && (
        <button
          type="button"
          onClick={retry}
          aria-label={t("media.again")}
          title={t("media.again")}
          className="flex size-8 shrink-0 items-center justify-center rounded-md hover:bg-accent"
        >
          <RotateCw aria-hidden className="size-4" />
        </button>
      )}
    </span>
  );
}
