"use client";
import { ChevronLeft, ChevronRight, ExternalLink } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogTitle } from "#components/ui/dialog.tsx";
import type { MessageAttachment } from "./types.ts";

type LightboxProps = { pictures: MessageAttachment[]; index: number; show: (index: number | null) => void };

/** A picture as large as the screen allows; arrow keys go through those of its message. */
export default function Lightbox({ pictures, index, show }: LightboxProps) {
  const t = useTranslations("inbox.media");
  const path = pictures[index]?.mediaPath;
  const goTo = (next: number) => pictures[next] && show(next);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && show(null)}>
      <DialogContent
        aria-describedby={undefined}
        className="h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] grid-rows-[auto_minmax(0,1fr)] p-4"
        onKeyDown={(event) => {
          if (event.key === "ArrowLeft") goTo(index - 1);
          if (event.key === "ArrowRight") goTo(index + 1);
        }}
      >
        <div className="flex items-center gap-2 pr-10">
          <DialogTitle>
            {t("title")}
            {pictures.length > 1 && ` ${index + 1} / ${pictures.length}`}
          </DialogTitle>
          {path && (
            <Button asChild variant="ghost" size="sm" className="ml-auto">
              <a href={path} target="_blank" rel="noopener noreferrer">
                <ExternalLink />
                {t("original")}
              </a>
            </Button>
          )}
        </div>
        <div className="relative flex min-h-0 items-center justify-center">
          {path && <img src={path} alt={t("title")} className="max-h-full max-w-full rounded-md object-contain" />}
          {index > 0 && (
            <Button variant="secondary" size="icon" className="absolute left-2" onClick={() => goTo(index - 1)}>
              <ChevronLeft aria-label={t("previous")} />
            </Button>
          )}
          {index < pictures.length - 1 && (
            <Button variant="secondary" size="icon" className="absolute right-2" onClick={() => goTo(index + 1)}>
              <ChevronRight aria-label={t("next")} />
            </Button>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}
