"use client";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { watchBroken } from "#components/ui/watch-broken.ts";
import { cn } from "#lib/cn.ts";
import { DeadMedia } from "./dead-media.tsx";
import type { MessageAttachment } from "./types.ts";

const Lightbox = lazy(() => import("./lightbox.tsx"));

/** Pictures in squares of a size known beforehand, so that nothing jumps when they arrive. */
export function PictureGrid({ pictures }: { pictures: MessageAttachment[] }) {
  const [shown, setShown] = useState<number | null>(null);
  const isAlone = pictures.length === 1;
  return (
    <div className={cn("grid gap-1", isAlone ? "w-64 max-w-full" : "w-72 max-w-full grid-cols-2")}>
      {pictures.map((picture, index) => (
        <Picture
          key={picture.mediaPath ?? index}
          picture={picture}
          open={() => setShown(index)}
          className={cn(
            isAlone ? "aspect-4/5" : "aspect-square",
            pictures.length === 3 && index === 0 && "col-span-2 aspect-video",
          )}
        />
      ))}
      {shown !== null && (
        <Suspense>
          <Lightbox pictures={pictures} index={shown} show={setShown} />
        </Suspense>
      )}
    </div>
  );
}

type PictureProps = { picture: MessageAttachment; open: () => void; className: string };

function Picture({ picture, open, className }: PictureProps) {
  const t = useTranslations("inbox");
  const [isDead, setDead] = useState(!picture.mediaPath);
  const ratio =
    picture.width && picture.height && className.includes("4/5") ? `${picture.width} / ${picture.height}` : undefined;
  if (isDead || !picture.mediaPath) return <DeadMedia kind={picture.type} className={className} />;
  return (
    <button
      type="button"
      onClick={open}
      aria-label={t("media.open")}
      className={cn("overflow-hidden rounded-lg bg-muted", className)}
      style={ratio ? { aspectRatio: ratio } : undefined}
    >
      <img
        ref={watchBroken(() => setDead(true))}
        src={picture.mediaPath}
        alt={t("kinds.image", { count: 1 })}
        loading="lazy"
        decoding="async"
        className={cn("size-full", picture.type === "sticker" ? "object-contain" : "object-cover")}
        onError={() => setDead(true)}
      />
    </button>
  );
}
