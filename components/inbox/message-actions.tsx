"use client";
import { Reply } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { patient, Waiting } from "#components/ui/patient.tsx";
import { useQuote } from "./quoting.tsx";
import type { ConversationMessage } from "./types.ts";

const load = patient(() => import("./opened-message-menu.tsx"));
const OpenedMessageMenu = lazy(load);

export type MessageActionsProps = {
  message: ConversationMessage;
  contactName: string;
  isAdmin: boolean;
  isOpen: boolean;
  isPointedAt: boolean;
  setOpen: (isOpen: boolean) => void;
  /** Puts the focus on the message again, from where the keys go on. */
  focusBack: () => void;
};

/**
 * Beside the bubble while a pointer or the focus is on it. As little as can be, since it stands at every bubble: the menu
 * comes with its first opening, the short way to a reply with the first pointer.
 */
export function MessageActions(props: MessageActionsProps) {
  const { message, isOpen, isPointedAt, setOpen } = props;
  const t = useTranslations("inbox.menu");
  const quote = useQuote();
  const isOurs = message.direction === "outbound";
  const dots = (
    <button
      type="button"
      tabIndex={-1}
      className={DOTS_LOOK}
      aria-label={t("open")}
      title={t("open")}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onPointerEnter={() => void load()}
      onClick={() => setOpen(true)}
    >
      {DOTS}
    </button>
  );
  return (
    <div data-message-actions className={`${PLACE} ${isOurs ? OURS : THEIRS}${isOpen ? " opacity-100" : ""}`}>
      {isOpen ? (
        <Suspense fallback={<Waiting giveUp={() => setOpen(false)}>{dots}</Waiting>}>
          <OpenedMessageMenu {...props} close={() => setOpen(false)} />
        </Suspense>
      ) : (
        dots
      )}
      {isPointedAt && canQuote(message) && (
        <button
          type="button"
          tabIndex={-1}
          className={`${DOTS_LOOK} max-sm:hidden`}
          aria-label={t("reply")}
          title={t("reply")}
          onClick={() => quote(message)}
        >
          <Reply aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}

const PLACE =
  "absolute top-0.5 flex opacity-0 group-hover/message:opacity-100 group-focus-within/message:opacity-100 pointer-coarse:group-data-last/message:opacity-70";
const OURS = "right-full mr-1 flex-row-reverse";
const THEIRS = "left-full ml-1";
export const DOTS_LOOK =
  "flex size-7 items-center justify-center rounded-full text-muted-foreground hover:bg-accent pointer-coarse:size-9";
export const DOTS = (
  <svg aria-hidden viewBox="0 0 24 24" className="size-4 fill-current">
    <path d="M5 10a2 2 0 1 1 0 4a2 2 0 0 1 0-4m7 0a2 2 0 1 1 0 4a2 2 0 0 1 0-4m7 0a2 2 0 1 1 0 4a2 2 0 0 1 0-4" />
  </svg>
);

/** Instagram quotes and reacts to what it has an id for (facts 3). */
export function canQuote({ mid, deletedAt }: ConversationMessage): boolean {
  return mid !== null && deletedAt === null;
}
