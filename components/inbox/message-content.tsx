"use client";
import { Ban, Link2, Repeat, UserCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { Attachment } from "./attachment.tsx";
import { MediaCard } from "./media-card.tsx";
import { MessageText } from "./message-text.tsx";
import { PictureGrid } from "./picture-grid.tsx";
import type { ConversationMessage } from "./types.ts";

type MessageContentProps = { message: ConversationMessage; contactName: string; isLarge: boolean };

/** What stands inside a bubble: context first, then what it carries, then its words. */
export function MessageContent({ message, contactName, isLarge }: MessageContentProps) {
  if (message.deletedAt) return <Tombstone message={message} contactName={contactName} />;
  const pictures = message.attachments.filter(({ type }) => type === "image" || type === "sticker");
  const others = message.attachments.filter(({ type }) => type !== "image" && type !== "sticker");
  return (
    <div className="grid gap-2">
      <StoryContext message={message} />
      {message.referral && <ReferralCard referral={message.referral} />}
      {pictures.length > 0 && <PictureGrid pictures={pictures} conversationId={message.conversationId} />}
      {others.map((attachment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attachments never change their order.
        <Attachment key={index} attachment={attachment} />
      ))}
      {message.text && (
        <div className={cn(isLarge && "text-4xl leading-tight")}>
          <MessageText text={message.text} />
        </div>
      )}
      <KindCard message={message} />
      {message.raw && <RawContent raw={message.raw} />}
    </div>
  );
}

function StoryContext({ message: { story, direction } }: { message: ConversationMessage }) {
  const t = useTranslations("inbox.cards");
  if (!story) return null;
  return (
    <div className="border-l-2 border-current/25 pl-2.5">
      <MediaCard
        kind="story_reply"
        title={t(direction === "inbound" ? "storyReply" : "storyReplyByUs")}
        mediaPath={story.hasMedia ? story.mediaPath : null}
      />
      {story.linkStickerUrl?.startsWith("https://") && (
        <a
          href={story.linkStickerUrl}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="mt-1 inline-flex items-center gap-1 text-sm underline underline-offset-2"
        >
          <Link2 aria-hidden className="size-3.5" />
          {t("storyLink")}
        </a>
      )}
    </div>
  );
}

function ReferralCard({ referral }: { referral: NonNullable<ConversationMessage["referral"]> }) {
  const t = useTranslations("inbox.cards");
  const { adId, source, adTitle, ref, mediaPath } = referral;
  const reference = ref && <p className="text-sm break-all opacity-85">{t("reference", { reference: ref })}</p>;
  if (adId !== null || source === "ADS") {
    return (
      <div className="border-l-2 border-current/25 pl-2.5">
        <MediaCard kind="ad" title={t("ad")} text={adTitle} mediaPath={mediaPath}>
          {reference}
        </MediaCard>
      </div>
    );
  }
  return (
    <Card icon={<Link2 />} title={t("link")}>
      {reference}
    </Card>
  );
}

/** Kinds whose row has no words and nothing attached: what happened, in words. */
function KindCard({ message }: { message: ConversationMessage }) {
  const t = useTranslations("inbox.cards");
  const { kind, text, attachments, referral, story, payload } = message;
  if (kind === "optin") {
    return (
      <Card icon={<UserCheck />} title={t("optin")}>
        {payload && <span className="break-all opacity-85">{t("about", { payload })}</span>}
      </Card>
    );
  }
  if (kind === "handover") return <HandoverCard handover={message.handover} />;
  const isBare = !text && attachments.length === 0 && !referral && !story;
  if (!isBare) return null;
  return <p className="text-sm text-pretty opacity-85">{t(kind === "unsupported" ? "unsupported" : "unknown")}</p>;
}

function HandoverCard({ handover }: Pick<ConversationMessage, "handover">) {
  const t = useTranslations("inbox.cards");
  return (
    <Card icon={<Repeat />} title={t(handoverKey(handover))}>
      {handover?.words && (
        <span className="break-words opacity-85">{t("handoverWords", { words: handover.words })}</span>
      )}
    </Card>
  );
}

function handoverKey(handover: ConversationMessage["handover"]) {
  if (handover?.action === "take") return "handoverTake";
  if (handover?.action === "request") return "handoverRequest";
  if (handover?.action === "pass") return handover.isToUs ? "handoverPassToUs" : "handoverPass";
  return "handover";
}

function Card({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex max-w-80 gap-2.5 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:opacity-70">
      {icon}
      <div className="grid min-w-0 gap-0.5">
        <span className="font-medium">{title}</span>
        {children}
      </div>
    </div>
  );
}

function Tombstone({ message, contactName }: Omit<MessageContentProps, "isLarge">) {
  const t = useTranslations("inbox.thread");
  return (
    <p className="flex items-center gap-1.5 text-sm italic">
      <Ban aria-hidden className="size-3.5 shrink-0" />
      {message.direction === "inbound" ? t("unsent", { name: contactName }) : t("unsentByUs")}
    </p>
  );
}

/** For those who look after the installation: word for word what came. */
function RawContent({ raw }: { raw: string }) {
  const t = useTranslations("inbox.cards");
  return (
    <details className="max-w-full text-xs">
      <summary>{t("raw")}</summary>
      <pre dir="ltr" className="mt-1 max-h-64 overflow-auto rounded-md bg-muted p-2 break-all whitespace-pre-wrap">
        {indent(raw)}
      </pre>
    </details>
  );
}

function indent(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
