"use client";
import { ExternalLink, FileText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { DeadMedia, type MediaKind } from "./dead-media.tsx";
import { MediaCard } from "./media-card.tsx";
import { askForFate } from "./media-doors.ts";
import { roomFor, useSizeWords } from "./media-size.ts";
import type { MessageAttachment } from "./types.ts";
import { VoiceNote } from "./voice-note.tsx";
import { watchDead } from "./watch-dead.ts";

/** One thing a message carries, by its type. Pictures that stand side by side are drawn by `PictureGrid`. */
export function Attachment({ attachment }: { attachment: MessageAttachment }) {
  const t = useTranslations("inbox.cards");
  switch (attachment.type) {
    case "video":
    case "audio":
      return <Player kind={attachment.type} attachment={attachment} />;
    case "file":
      return <FileCard attachment={attachment} />;
    case "post":
    case "reel":
    case "story":
      return (
        <MediaCard
          kind={attachment.type}
          title={t(attachment.type)}
          text={attachment.title}
          mediaPath={attachment.mediaPath}
          linkUrl={attachment.linkUrl}
        />
      );
    case "story_mention":
      return <MediaCard kind="story_mention" title={t("storyMention")} mediaPath={attachment.mediaPath} />;
    case "template":
      return <TemplateCard attachment={attachment} />;
    case "ephemeral":
      return <Words kind="ephemeral">{t("ephemeral")}</Words>;
    case "unsupported":
      return <Words kind="unsupported">{t("unsupported")}</Words>;
    case "heart":
      return (
        <span role="img" aria-label={t("heart")} className="text-4xl leading-tight">
          ❤️
        </span>
      );
    default:
      return <Words kind="unknown">{t("unknown")}</Words>;
  }
}

const VIDEO = "aspect-4/5 max-h-96 w-72 max-w-full rounded-lg";

function Player({ kind, attachment }: { kind: "video" | "audio"; attachment: MessageAttachment }) {
  const t = useTranslations("inbox.kinds");
  const { mediaPath, sizeBytes } = attachment;
  const [isDead, setDead] = useState(false);
  const [room] = useState(() => roomFor(attachment));
  if (!mediaPath && attachment.linkUrl) return <LinkCard kind={kind} url={attachment.linkUrl} />;
  if (isDead || !mediaPath) {
    const retry = mediaPath ? () => setDead(false) : undefined;
    const place = mediaPath && (kind === "video" ? cn(VIDEO, "flex-col text-center") : "min-h-10 py-0.5");
    return (
      <DeadMedia
        kind={kind}
        {...(place && { className: place, room })}
        sizeBytes={sizeBytes}
        path={mediaPath}
        retry={retry}
      />
    );
  }
  const label = t(kind, { count: 1 });
  const onDead = () => setDead(true);
  if (kind === "audio") return <VoiceNote src={mediaPath} label={label} onDead={onDead} />;
  return (
    // biome-ignore lint/a11y/useMediaCaption: customers' videos come without captions.
    <video
      src={mediaPath}
      controls
      playsInline
      preload="metadata"
      aria-label={label}
      ref={watchDead(onDead)}
      onError={onDead}
      className={cn(VIDEO, "block bg-black")}
      style={room}
    />
  );
}

/** Nothing of a file is loaded before somebody wants it: whether it is still there is asked along with the download. */
function FileCard({ attachment }: { attachment: MessageAttachment }) {
  const t = useTranslations("inbox.media");
  const sizeWords = useSizeWords();
  const [isDead, setDead] = useState(false);
  const { mediaPath, linkUrl, sizeBytes } = attachment;
  const name = attachment.title ?? t("unnamedFile");
  const isOdd = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069]/u.test(name);
  if (!mediaPath && !linkUrl) return <DeadMedia kind="file" sizeBytes={sizeBytes} />;
  if (isDead) return <DeadMedia kind="file" sizeBytes={sizeBytes} path={mediaPath} retry={() => setDead(false)} />;
  const look = () => {
    if (mediaPath) void askForFate(mediaPath).then((fate) => setDead(fate !== "here"));
  };
  return (
    <a
      href={mediaPath ?? linkUrl ?? undefined}
      onClick={look}
      {...(mediaPath ? { download: "" } : { target: "_blank", rel: "noopener noreferrer nofollow" })}
      className="flex w-72 max-w-full items-center gap-3 rounded-lg bg-background/60 p-3 hover:bg-background"
    >
      <span className="flex size-10 shrink-0 items-center justify-center rounded-md bg-primary-soft text-primary-text">
        <FileText aria-hidden className="size-5" />
      </span>
      <span className="grid min-w-0">
        <bdi className="line-clamp-2 text-sm font-medium wrap-anywhere">{name}</bdi>
        <span className="text-xs text-muted-foreground">
          {[isOdd && t("hidden"), sizeWords(sizeBytes), t("download")].filter(Boolean).join(" · ")}
        </span>
      </span>
    </a>
  );
}

/** A file that a program sent from an address of its own: we have no copy to show. */
function LinkCard({ kind, url }: { kind: "video" | "audio"; url: string }) {
  const t = useTranslations("inbox");
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="inline-flex items-center gap-1.5 text-sm font-medium underline underline-offset-2"
    >
      {t(`kinds.${kind}`, { count: 1 })}: {t("cards.open")}
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}

function TemplateCard({ attachment }: { attachment: MessageAttachment }) {
  return (
    <div className="grid w-72 max-w-full gap-2">
      {(attachment.template ?? []).map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what Instagram sent has no ids and never changes its order.
        <div key={index} className="grid gap-1 rounded-lg bg-background/60 p-3 text-sm">
          {element.title && <bdi className="font-medium break-words">{element.title}</bdi>}
          {element.subtitle && <bdi className="break-words text-muted-foreground">{element.subtitle}</bdi>}
          {element.buttons.map((button, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <TemplateButton key={place} title={button.title} url={button.url} />
          ))}
        </div>
      ))}
      {!attachment.template?.length && <Words kind="template">{attachment.title}</Words>}
    </div>
  );
}

function TemplateButton({ title, url }: { title: string | null; url: string | null }) {
  const look =
    "flex items-center justify-center gap-1.5 rounded-md border px-3 py-1.5 text-center font-medium break-words";
  if (!url?.startsWith("https://")) return <span className={look}>{title}</span>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow" className={cn(look, "hover:bg-accent")}>
      {title}
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}

function Words({ kind, children }: { kind: MediaKind; children: ReactNode }) {
  const t = useTranslations("inbox.kinds");
  return (
    <div className="max-w-80 text-sm">
      <p className="font-medium">{t(kind, { count: 1 })}</p>
      <p className="text-pretty opacity-80">{children}</p>
    </div>
  );
}
