"use client";
import { AtSign, Clapperboard, ExternalLink, type LucideIcon, Megaphone, Newspaper, Sparkles } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { watchBroken } from "#components/ui/watch-broken.ts";
import { cn } from "#lib/cn.ts";
import { DeadMedia, type MediaKind } from "./dead-media.tsx";
import { watchDead } from "./watch-dead.ts";

const ICONS: Partial<Record<MediaKind, LucideIcon>> = {
  post: Newspaper,
  reel: Clapperboard,
  story: Sparkles,
  story_mention: AtSign,
  story_reply: Sparkles,
  ad: Megaphone,
};

type MediaCardProps = {
  kind: MediaKind;
  title: string;
  text?: string | null;
  mediaPath: string | null;
  linkUrl?: string | null;
  children?: ReactNode;
};

/** Something of Instagram's that a message speaks of: what it is, its picture, and the way to it. */
export function MediaCard({ kind, title, text, mediaPath, linkUrl, children }: MediaCardProps) {
  const t = useTranslations("inbox.media");
  const Icon = ICONS[kind] ?? Megaphone;
  const isTall = kind === "story" || kind === "story_mention" || kind === "story_reply" || kind === "reel";
  return (
    <div className="grid w-60 max-w-full gap-2">
      <p className="flex items-center gap-1.5 text-sm font-medium">
        <Icon aria-hidden className="size-4 shrink-0 opacity-70" />
        {title}
      </p>
      {mediaPath && <CardPicture path={mediaPath} kind={kind} isTall={isTall} />}
      {!mediaPath && !linkUrl && kind !== "ad" && <DeadMedia kind={kind} />}
      {text && (
        <p dir="auto" className="line-clamp-4 text-sm break-words opacity-85">
          {text}
        </p>
      )}
      {children}
      {linkUrl && (
        <a
          href={linkUrl}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="inline-flex w-fit items-center gap-1 text-sm font-medium underline underline-offset-2"
        >
          {t(isFacebook(linkUrl) ? "onFacebook" : "onInstagram")}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </div>
  );
}

function isFacebook(url: string): boolean {
  return new URL(url).hostname.endsWith("facebook.com");
}

/** A story, reel or ad may be a picture or a video; which one only its file says. */
function CardPicture({ path, kind, isTall }: { path: string; kind: MediaKind; isTall: boolean }) {
  const t = useTranslations("inbox.kinds");
  const tMedia = useTranslations("inbox.media");
  const [shape, setShape] = useState<"picture" | "video" | "dead">("picture");
  const look = cn("w-full rounded-lg bg-muted object-cover", isTall ? "aspect-[4/5] max-w-44" : "aspect-square");
  if (shape === "dead") {
    return (
      <DeadMedia
        kind={kind}
        className={cn(look, "flex-col text-center")}
        path={path}
        retry={() => setShape("picture")}
      />
    );
  }
  if (shape === "video") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: customers' videos come without captions.
      <video
        src={path}
        controls
        playsInline
        preload="metadata"
        aria-label={t(kind, { count: 1 })}
        className={look}
        ref={watchDead(() => setShape("dead"))}
        onError={() => setShape("dead")}
      />
    );
  }
  return (
    <img
      ref={watchBroken(() => setShape("video"))}
      src={path}
      alt={tMedia("picture")}
      loading="lazy"
      decoding="async"
      className={look}
      onError={() => setShape("video")}
    />
  );
}
