"use client";
import { ImageDown } from "lucide-react";
import { useTranslations } from "use-intl";

/** Says that files may be let go here, and catches nothing itself: a drop counts anywhere on the page. */
export default function DropZone() {
  const t = useTranslations("composer");
  return (
    <div className="pointer-events-none absolute inset-0 z-20 flex items-center justify-center gap-2 rounded-xl border-2 border-dashed border-primary bg-primary-soft text-sm font-medium text-primary-text">
      <ImageDown aria-hidden className="size-5" />
      {t("drop")}
    </div>
  );
}
