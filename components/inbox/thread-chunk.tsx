"use client";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { MessageBubble } from "./message-bubble.tsx";
import { estimateHeight } from "./thread-chunks.ts";
import type { ThreadItem } from "./thread-items.ts";
import { useDayWords } from "./time-words.ts";
import type { Nearby } from "./use-nearby.ts";

type ThreadChunkProps = {
  items: ThreadItem[];
  contactName: string;
  isAdmin: boolean;
  jumpTo: (messageId: string) => void;
  watch: Nearby;
  /** Whether it is drawn before anybody knows what is in sight, as the first page of a thread is. */
  startsDrawn: boolean;
  /** Drawn wherever it is, because somebody is about to be led there. */
  isWanted: boolean;
};

/** Far from sight a chunk is an empty place of the height it last had: a long thread costs no more than a short one. */
export const ThreadChunkView = memo(function ThreadChunkView(props: ThreadChunkProps) {
  const { items, contactName, isAdmin, jumpTo, watch, startsDrawn, isWanted } = props;
  const box = useRef<HTMLDivElement>(null);
  const [awayHeight, setAwayHeight] = useState(() => (startsDrawn ? null : estimateHeight(items)));

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    return watch(element, (isNear, heightPx) => {
      if (isNear) setAwayHeight(null);
      else if (!isInUse(element)) setAwayHeight(heightPx);
    });
  }, [watch]);

  if (awayHeight !== null && !isWanted) return <div ref={box} style={{ height: awayHeight }} />;
  return (
    <div ref={box}>
      <ThreadItems items={items} contactName={contactName} isAdmin={isAdmin} jumpTo={jumpTo} />
    </div>
  );
}, isSameChunk);

export function ThreadItems(props: Pick<ThreadChunkProps, "items" | "contactName" | "isAdmin" | "jumpTo">) {
  const { items, contactName, isAdmin, jumpTo } = props;
  return items.map((item) => {
    if (item.type === "day") return <DayDivider key={item.key} at={item.at} />;
    if (item.type === "new") return <NewDivider key={item.key} />;
    if (item.type === "extra") return <div key={item.key}>{item.element}</div>;
    return (
      <MessageBubble
        key={item.key}
        message={item.message}
        status={item.status}
        contactName={contactName}
        isFirst={item.isFirst}
        isLast={item.isLast}
        showsAuthor={item.showsAuthor}
        isAdmin={isAdmin}
        jumpTo={jumpTo}
      />
    );
  });
}

function DayDivider({ at }: { at: string }) {
  const dayWords = useDayWords();
  return (
    <h3 className="flex justify-center px-4 pt-5 pb-1.5">
      <span className="rounded-full bg-muted px-3 py-0.5 text-xs font-medium text-muted-foreground">
        {dayWords(at)}
      </span>
    </h3>
  );
}

function NewDivider() {
  const t = useTranslations("inbox.thread");
  return (
    <h3
      data-new-messages
      className="flex items-center gap-3 px-5 pt-4 pb-1 text-xs font-semibold text-primary-text before:h-px before:flex-1 before:bg-primary/40 after:h-px after:flex-1 after:bg-primary/40"
    >
      {t("newMessages")}
    </h3>
  );
}

/** What somebody listens to or has the focus in stays, however far it is scrolled away. */
function isInUse(element: Element): boolean {
  if (element.contains(document.activeElement)) return true;
  return [...element.querySelectorAll<HTMLMediaElement>("audio, video")].some(({ paused }) => !paused);
}

function isSameChunk(before: ThreadChunkProps, after: ThreadChunkProps): boolean {
  return (
    before.items.length === after.items.length &&
    before.items.every((item, index) => item === after.items[index]) &&
    before.contactName === after.contactName &&
    before.isAdmin === after.isAdmin &&
    before.jumpTo === after.jumpTo &&
    before.watch === after.watch &&
    before.isWanted === after.isWanted
  );
}
