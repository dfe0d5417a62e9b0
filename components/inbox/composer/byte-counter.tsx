"use client";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { MAX_TEXT_BYTES } from "#lib/instagram/text.ts";

const NEAR_LIMIT_BYTES = 800;

/** Shown near the limit; a screen reader hears of it there too. */
export function ByteCounter({ bytes }: { bytes: number }) {
  const t = useTranslations("composer");
  const left = MAX_TEXT_BYTES - bytes;
  return (
    <p
      id="composer-bytes"
      aria-live="polite"
      className={cn(
        "px-2 text-right text-xs text-muted-foreground tabular-nums",
        left < 0 && "font-medium text-warning-text",
        bytes < NEAR_LIMIT_BYTES && "sr-only",
      )}
    >
      {left < 0 && t("tooLong", { count: -left })}
      {left >= 0 && bytes >= NEAR_LIMIT_BYTES && t("bytesLeft", { count: left })}
    </p>
  );
}
