"use client";
import { Fragment } from "react";
import { useTranslations } from "use-intl";

/** A command's keys, as they stand on the keyboard. */
export function Keys({ keys }: { keys: string[] }) {
  const t = useTranslations("commands");
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className="text-xs text-muted-foreground">{t("sheet.or")}</span>}
          {partsOf(key).map((part) => (
            <kbd
              key={part}
              className="inline-flex h-5.5 min-w-5.5 items-center justify-center rounded-sm border bg-muted px-1.5 font-sans text-xs text-muted-foreground"
            >
              {part === "mod" ? (isMac() ? "⌘" : t("keys.Control")) : nameOf(part, t)}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

const NAMED = ["Enter", "Escape", "Shift"] as const;

/** A capital letter is written with Shift. */
function partsOf(key: string): string[] {
  return key.split("+").flatMap((part) => (/^[A-Z]$/.test(part) ? ["Shift", part] : [part]));
}

function nameOf(key: string, t: ReturnType<typeof useTranslations<"commands">>): string {
  const named = NAMED.find((name) => name === key);
  return named ? t(`keys.${named}`) : key.length === 1 ? key.toUpperCase() : key;
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
