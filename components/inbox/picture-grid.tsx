"use client";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { patient } from "#components/ui/patient.tsx";
import { watchBroken } from "#components/ui/watch-broken.ts";
import { cn } from "#lib/cn.ts";
import { DeadMedia } from "./dead-media.tsx";
import { roomFor } from "./media-size.ts";
import type { MessageAttachment } from "./types.ts";

const Lightbox = lazy(patient(() => import("./lightbox.tsx")));

type PictureGridProps = { pictures: MessageAttachment[]; conversationId: string };

/** Pictures in squares of a size known beforehand, so that nothing jumps when they arrive. */
export function PictureGrid({ pictures, conversationId }: PictureGridProps) {
  const [shown, setShown] = useState<string | null>(null);
  const isAlone = pictures.length === 1;
  return (
    <div
      className={cn("grid max-w-full gap-1", isAlone ? (pictures.some(isWhole) ? "w-44" : "w-64") : "w-72 grid-cols-2")}
    >
      {pictures.map((picture, index) => (
        <Picture
          // biome-ignore lint/suspicious/noArrayIndexKey: pictures never change their order.
          key={index}
          picture={picture}
          isAlone={isAlone}
          place={{ index: index + 1, count: pictures.length }}
          open={setShown}
          className={cn(
            isAlone ? (isWhole(picture) ? "aspect-square" : "aspect-4/5") : "aspect-square",
            pictures.length === 3 && index === 0 && "col-span-2 aspect-video",
          )}
        />
      ))}
      {shown !== null && (
        <Suspense>
          <Lightbox conversationId={conversationId} path={shown} show={setShown} />
        </Suspense>
      )}
    </div>
  );
}

type PictureProps = {
  picture: MessageAttachment;
  isAlone: boolean;
  place: { index: number; count: number };
  open: (path: string) => void;
  className: string;
};

function Picture({ picture, isAlone, place, open, className }: PictureProps) {
  const t = useTranslations("inbox");
  const { mediaPath: path, sizeBytes } = picture;
  const kind = picture.isAnimation ? "gif" : picture.type;
  const [isDead, setDead] = useState(false);
  // What is first learned when the file is here must not move what somebody is reading.
  const [room] = useState(() => (isAlone ? roomFor(picture) : undefined));
  if (isDead || !path) {
    const retry = path ? () => setDead(false) : undefined;
    return (
      <DeadMedia
        kind={kind}
        room={room}
        className={cn("w-full flex-col text-center", !isAlone && "gap-0 p-1 text-xs [&>svg]:hidden", className)}
        sizeBytes={sizeBytes}
        path={path}
        retry={retry}
      />
    );
  }
  return (
    <button
      type="button"
      onClick={() => open(path)}
      aria-label={isAlone ? t("media.open") : t("media.openOf", place)}
      className={cn("overflow-hidden rounded-lg bg-muted", className)}
      style={room}
    >
      <img
        ref={watchBroken(() => setDead(true))}
        src={path}
        alt={t(`kinds.${kind}`, { count: 1 })}
        loading="lazy"
        decoding="async"
        className={cn("size-full", isWhole(picture) ? "object-contain" : "object-cover")}
        onError={() => setDead(true)}
      />
    </button>
  );
}

/** Stickers and GIFs are drawn to their edges; nothing of them may be cut off. */
function isWhole({ type, isAnimation }: MessageAttachment): boolean {
  return type === "sticker" || isAnimation === true;
}
