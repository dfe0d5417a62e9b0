"use client";
import { ChevronLeft, ChevronRight, Download, ExternalLink } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogTitle } from "#components/ui/dialog.tsx";
import { DeadMedia } from "./dead-media.tsx";
import { useThread } from "./inbox-queries.ts";
import type { ConversationMessage, MessageAttachment } from "./types.ts";

type LightboxProps = { conversationId: string; path: string; show: (path: string | null) => void };
type Shown = { path: string; picture: MessageAttachment; message: ConversationMessage };

/** A picture as large as the screen allows, in the dark whatever the theme; arrow keys, Home and End go through all of the conversation that are loaded. */
export default function Lightbox({ conversationId, path, show }: LightboxProps) {
  const t = useTranslations("inbox.media");
  const format = useFormatter();
  const { thread } = useThread(conversationId);
  const [deadPath, setDeadPath] = useState<string | null>(null);
  const pictures = (thread?.messages ?? []).flatMap(picturesOf);
  const index = pictures.findIndex((one) => one.path === path);
  const shown = pictures[index];
  const goTo = (next: number) => pictures[next] && show(pictures[next].path);
  const onKeyDown = ({ key }: { key: string }) => {
    if (key === "ArrowLeft") goTo(index - 1);
    if (key === "ArrowRight") goTo(index + 1);
    if (key === "Home") goTo(0);
    if (key === "End") goTo(pictures.length - 1);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && show(null)}>
      <DialogContent
        aria-describedby={undefined}
        data-theme="dark"
        className="h-dvh max-h-none w-screen max-w-none grid-rows-[auto_minmax(0,1fr)] rounded-none border-0 bg-background/95 p-3 pt-[max(0.75rem,env(safe-area-inset-top))] text-foreground sm:p-4"
        onKeyDown={onKeyDown}
      >
        <div className="flex items-center gap-1 pr-10">
          <div className="min-w-0">
            <DialogTitle className="tabular-nums" aria-live="polite">
              {t("title")}
              {pictures.length > 1 && index >= 0 && ` ${index + 1} / ${pictures.length}`}
            </DialogTitle>
            {shown && (
              <p className="truncate text-sm text-muted-foreground">
                {format.dateTime(new Date(shown.message.occurredAt), { dateStyle: "medium", timeStyle: "short" })}
              </p>
            )}
          </div>
          <Button asChild variant="ghost" size="icon-sm" className="ml-auto">
            <a href={path} download="" aria-label={t("download")} title={t("download")}>
              <Download />
            </a>
          </Button>
          <Button asChild variant="ghost" size="icon-sm">
            <a href={path} target="_blank" rel="noopener noreferrer" aria-label={t("original")} title={t("original")}>
              <ExternalLink />
            </a>
          </Button>
        </div>
        <div className="relative flex min-h-0 items-center justify-center">
          {deadPath === path ? (
            <DeadMedia kind="image" path={path} sizeBytes={shown?.picture.sizeBytes} retry={() => setDeadPath(null)} />
          ) : (
            <img
              key={path}
              src={path}
              alt={t("title")}
              className="max-h-full max-w-full rounded-sm object-contain"
              onError={() => setDeadPath(path)}
            />
          )}
          {index > 0 && (
            <Button
              variant="secondary"
              size="icon"
              className="absolute left-2"
              aria-label={t("previous")}
              title={t("previous")}
              onClick={() => goTo(index - 1)}
            >
              <ChevronLeft />
            </Button>
          )}
          {index >= 0 && index < pictures.length - 1 && (
            <Button
              variant="secondary"
              size="icon"
              className="absolute right-2"
              aria-label={t("next")}
              title={t("next")}
              onClick={() => goTo(index + 1)}
            >
              <ChevronRight />
            </Button>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function picturesOf(message: ConversationMessage): Shown[] {
  return message.attachments.flatMap((picture) => {
    const isPicture = picture.type === "image" || picture.type === "sticker";
    return isPicture && picture.mediaPath ? [{ path: picture.mediaPath, picture, message }] : [];
  });
}
