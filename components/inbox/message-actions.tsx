"use client";
import { Ellipsis, Reply } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/cn.ts";
import { useQuote } from "./quoting.tsx";
import type { ConversationMessage } from "./types.ts";

const load = () => import("./opened-message-menu.tsx");
const OpenedMessageMenu = lazy(load);

export type MessageActionsProps = {
  message: ConversationMessage;
  contactName: string;
  isAdmin: boolean;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** Puts the focus on the message again, from where the keys go on. */
  focusBack: () => void;
};

/** Beside the bubble while a pointer or the focus is on it; the menu's code comes with its first opening. */
export function MessageActions(props: MessageActionsProps) {
  const { message, isOpen, setOpen } = props;
  const t = useTranslations("inbox.menu");
  const quote = useQuote();
  const isOurs = message.direction === "outbound";
  const look = "size-7 rounded-full text-muted-foreground [&_svg]:size-4";
  const dots = (
    <Button
      variant="ghost"
      size="icon-sm"
      tabIndex={-1}
      className={look}
      aria-label={t("open")}
      title={t("open")}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onPointerEnter={() => void load()}
      onClick={() => setOpen(true)}
    >
      <Ellipsis />
    </Button>
  );
  return (
    <div
      data-message-actions
      className={cn(
        "absolute top-0.5 flex opacity-0 group-hover/message:opacity-100 group-focus-within/message:opacity-100 pointer-coarse:group-data-last/message:opacity-70",
        isOurs ? "right-full mr-1 flex-row-reverse" : "left-full ml-1",
        isOpen && "opacity-100",
      )}
    >
      {isOpen ? (
        <Suspense fallback={dots}>
          <OpenedMessageMenu {...props} close={() => setOpen(false)} />
        </Suspense>
      ) : (
        dots
      )}
      {canQuote(message) && (
        <Button
          variant="ghost"
          size="icon-sm"
          tabIndex={-1}
          className={cn(look, "max-sm:hidden")}
          aria-label={t("reply")}
          title={t("reply")}
          onClick={() => quote(message)}
        >
          <Reply />
        </Button>
      )}
    </div>
  );
}

/** Instagram quotes and reacts to what it has an id for (facts 3). */
export function canQuote({ mid, deletedAt }: ConversationMessage): boolean {
  return mid !== null && deletedAt === null;
}
