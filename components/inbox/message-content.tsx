"use client";
import { Ban, Link2, MousePointerClick, UserCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { Attachment } from "./attachment.tsx";
import { MediaCard } from "./media-card.tsx";
import { MessageText } from "./message-text.tsx";
import { PictureGrid } from "./picture-grid.tsx";
import { RawContent } from "./raw-content.tsx";
import type { ConversationMessage } from "./types.ts";

type MessageContentProps = { message: ConversationMessage; contactName: string; isLarge: boolean };

/** What stands inside a bubble: context first, then what it carries, then its words. */
export function MessageContent({ message, contactName, isLarge }: MessageContentProps) {
  if (message.deletedAt) return <Tombstone message={message} contactName={contactName} />;
  const pictures = message.attachments.filter(({ type }) => type === "image" || type === "sticker");
  const others = message.attachments.filter(({ type }) => type !== "image" && type !== "sticker");
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <StoryContext message={message} />
      {message.referral && <ReferralCard referral={message.referral} />}
      {pictures.length > 0 && <PictureGrid pictures={pictures} conversationId={message.conversationId} />}
      {others.map((attachment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attachments never change their order.
        <Attachment key={index} attachment={attachment} />
      ))}
      {isTapped(message) && <TapMark />}
      {message.text && (
        <div className={cn(isTapped(message) && "-mt-1.5", isLarge && "text-4xl leading-tight")}>
          <MessageText text={message.text} />
        </div>
      )}
      {message.quickReplies && <QuickReplies replies={message.quickReplies} />}
      <KindCard message={message} />
      {message.raw && <RawContent raw={message.raw} />}
    </div>
  );
}

/** A quick reply, an ice breaker, a button: the customer's words, though nobody typed them. */
function isTapped({ kind, payload, direction }: ConversationMessage): boolean {
  return direction === "inbound" && (kind === "postback" || (kind === "message" && payload !== null));
}

function TapMark() {
  const t = useTranslations("inbox.thread");
  return (
    <p className="flex items-center gap-1 text-xs opacity-75">
      <MousePointerClick aria-hidden className="size-3.5" />
      {t("tapped")}
    </p>
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

/** What the customer may tap instead of writing. */
function QuickReplies({ replies }: { replies: NonNullable<ConversationMessage["quickReplies"]> }) {
  const t = useTranslations("inbox.cards");
  return (
    <ul aria-label={t("quickReplies")} className="flex flex-wrap gap-1.5">
      {replies.map(({ title, payload }) => (
        <li key={`${title} ${payload}`} className="rounded-full border border-current/30 px-2.5 py-0.5 text-sm">
          <bdi>{title}</bdi>
        </li>
      ))}
    </ul>
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
  const isBare = !text && attachments.length === 0 && !referral && !story;
  if (!isBare) return null;
  return <p className="text-sm text-pretty opacity-85">{t(kind === "unsupported" ? "unsupported" : "unknown")}</p>;
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
