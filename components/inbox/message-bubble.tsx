"use client";
import { lazy, memo, Suspense, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { patient } from "#components/ui/patient.tsx";
import { cn } from "#lib/cn.ts";
import { HandoverLine } from "./handover-line.tsx";
import { MessageActions } from "./message-actions.tsx";
import { MessageContent } from "./message-content.tsx";
import { MessageEdits } from "./message-edits.tsx";
import { MessageReactions } from "./message-reactions.tsx";
import { MessageStatus, ReplyTrouble, type ShownStatus } from "./message-status.tsx";
import { isOnlyEmoji } from "./message-text.tsx";
import { Quote } from "./quote.tsx";
import type { ConversationMessage } from "./types.ts";

const UndoSend = lazy(patient(() => import("./composer/undo-send.tsx")));

export type BubbleProps = {
  message: ConversationMessage;
  status: ShownStatus | null;
  contactName: string;
  /** Above it stands one of the same author, a few minutes earlier at most; below it one, later. */
  isFirst: boolean;
  isLast: boolean;
  showsAuthor: boolean;
  isAdmin: boolean;
  jumpTo: (messageId: string) => void;
};

/** Drawn again only when its message has a new version or its place in the group changed. */
export const MessageBubble = memo(function MessageBubble(props: BubbleProps) {
  return props.message.kind === "handover" ? <HandoverLine message={props.message} /> : <Bubble {...props} />;
}, isSameBubble);

function Bubble(props: BubbleProps) {
  const { message, status, contactName, isFirst, isLast, showsAuthor, isAdmin, jumpTo } = props;
  const article = useRef<HTMLElement>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPointedAt, setPointedAt] = useState(false);
  const isOurs = message.direction === "outbound";
  const author = useAuthor(message, contactName);
  const hasTrouble = message.status === "failed" || message.status === "unconfirmed";
  const isBare =
    isOnlyEmoji(message.text ?? "") && message.attachments.length === 0 && !message.quoted && !message.story;
  return (
    <article
      ref={article}
      id={`message-${message.id}`}
      data-message={message.id}
      data-last={isLast || undefined}
      aria-labelledby={`author-${message.id} content-${message.id} foot-${message.id}`}
      tabIndex={-1}
      onPointerEnter={() => setPointedAt(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target !== event.currentTarget) return;
        event.preventDefault();
        setMenuOpen(true);
      }}
      onContextMenu={(event) => {
        if ((event.nativeEvent as PointerEvent).pointerType !== "touch") return;
        event.preventDefault();
        setMenuOpen(true);
      }}
      className={cn(
        "group/message flex flex-col px-3 outline-offset-[-2px] sm:px-5",
        isOurs ? "items-end" : "items-start",
        isFirst ? "pt-2.5" : "pt-0.5",
      )}
    >
      <p
        id={`author-${message.id}`}
        className={showsAuthor && isOurs ? "px-1 pb-0.5 text-xs text-muted-foreground" : "sr-only"}
      >
        {author}
      </p>
      <div className={cn("relative flex max-w-[min(85%,36rem)] flex-col", isOurs ? "items-end" : "items-start")}>
        <div
          id={`content-${message.id}`}
          className={cn(
            "min-w-0 max-w-full",
            !isBare && "rounded-xl px-3 py-2",
            isOnlyPictures(message) && "p-1",
            !isBare &&
              (isOurs
                ? "bg-bubble-ours text-bubble-ours-foreground forced-colors:border"
                : "border border-border/70 bg-bubble"),
            !isBare && (isOurs ? !isLast && "rounded-br-sm" : !isLast && "rounded-bl-sm"),
            !isBare && !isFirst && (isOurs ? "rounded-tr-sm" : "rounded-tl-sm"),
            message.deletedAt && "border-dashed bg-transparent text-muted-foreground",
          )}
        >
          {message.quoted && !message.deletedAt && (
            <Quote quoted={message.quoted} contactName={contactName} jumpTo={jumpTo} />
          )}
          <MessageContent message={message} contactName={contactName} isLarge={isBare} />
        </div>
        <MessageActions
          message={message}
          contactName={contactName}
          isAdmin={isAdmin}
          isOpen={isMenuOpen}
          isPointedAt={isPointedAt}
          setOpen={setMenuOpen}
          focusBack={() => article.current?.focus({ preventScroll: true })}
        />
        <MessageReactions reactions={message.reactions} contactName={contactName} isOurs={isOurs} />
        <Foot message={message} status={status} isLast={isLast} />
        {hasTrouble && <ReplyTrouble message={message} />}
      </div>
    </article>
  );
}

function Foot({
  message,
  status,
  isLast,
}: {
  message: ConversationMessage;
  status: ShownStatus | null;
  isLast: boolean;
}) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const moment = new Date(message.occurredAt);
  const exact = format.dateTime(moment, { dateStyle: "full", timeStyle: "medium" });
  const isEdited = message.edits.length > 0 && !message.deletedAt;
  const cameLate = message.origin === "recovered" || message.origin === "imported";
  const isHidden = !isLast && !isEdited && !cameLate && (status === null || status === "sent" || status === "seen");
  return (
    <div
      id={`foot-${message.id}`}
      className={cn(
        "flex flex-wrap items-center gap-x-2 px-1 pt-0.5 text-xs text-muted-foreground",
        message.direction === "outbound" && "justify-end text-right",
        isHidden && "sr-only",
      )}
    >
      <time dateTime={message.occurredAt} title={exact} className="tabular-nums">
        {format.dateTime(moment, { hour: "numeric", minute: "2-digit" })}
      </time>
      {isEdited && <MessageEdits edits={message.edits} />}
      {cameLate && (
        <span title={t(message.origin === "recovered" ? "thread.recoveredHint" : "thread.importedHint")}>
          {t(message.origin === "recovered" ? "thread.recovered" : "thread.imported")}
        </span>
      )}
      {message.tag === "HUMAN_AGENT" && <span>{t("status.asPerson")}</span>}
      {status && <MessageStatus status={status} isQuiet={!isLast} />}
      {status === "queued" && message.actId && (
        <Suspense>
          <UndoSend message={message} />
        </Suspense>
      )}
    </div>
  );
}

function useAuthor(message: ConversationMessage, contactName: string): string {
  const t = useTranslations("inbox.thread");
  if (message.direction === "inbound") return contactName;
  if (message.sentBy?.name) return message.sentBy.name;
  return t(message.origin === "antwort" ? "formerMember" : "instagramApp");
}

/** Pictures without a word around them need no frame. */
function isOnlyPictures({ attachments, text, quoted, story, referral, raw }: ConversationMessage): boolean {
  const isAlone = !text && !quoted && !story && !referral && !raw;
  return isAlone && attachments.length > 0 && attachments.every(({ type }) => type === "image" || type === "sticker");
}

function isSameBubble(before: BubbleProps, after: BubbleProps): boolean {
  return (
    before.message === after.message &&
    before.status === after.status &&
    before.contactName === after.contactName &&
    before.isFirst === after.isFirst &&
    before.isLast === after.isLast &&
    before.showsAuthor === after.showsAuthor &&
    before.isAdmin === after.isAdmin &&
    before.jumpTo === after.jumpTo
  );
}
