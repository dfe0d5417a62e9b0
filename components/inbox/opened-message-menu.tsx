"use client";
import { Copy, Info, Link2, Reply, Undo2 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import { cn } from "#lib/cn.ts";
import { canQuote, DOTS, DOTS_LOOK, type MessageActionsProps } from "./message-actions.tsx";
import { MessageDetails } from "./message-details.tsx";
import { useQuote } from "./quoting.tsx";
import { useReact } from "./use-reactions.ts";

type OpenedMenuProps = Pick<MessageActionsProps, "message" | "contactName" | "isAdmin" | "focusBack"> & {
  close: () => void;
};

/** Those that Instagram itself offers first. */
const EMOJI = ["❤️", "😂", "😮", "😢", "😡", "👍"];

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedMessageMenu({ message, contactName, isAdmin, close, focusBack }: OpenedMenuProps) {
  const t = useTranslations("inbox.menu");
  const tCommands = useTranslations("commands");
  const quote = useQuote();
  const react = useReact();
  const copy = useCopy();
  const [shows, setShows] = useState<"menu" | "details">("menu");
  const afterwards = useRef(focusBack);
  const ours = message.reactions.find(({ by }) => by === "business")?.emoji ?? null;

  if (shows === "details") {
    return (
      <MessageDetails
        message={message}
        contactName={contactName}
        isAdmin={isAdmin}
        close={close}
        focusBack={focusBack}
      />
    );
  }
  return (
    <DropdownMenu open onOpenChange={(isOpen) => !isOpen && afterwards.current !== stayHere && close()}>
      <DropdownMenuTrigger asChild>
        <button type="button" className={DOTS_LOOK} aria-label={t("open")}>
          {DOTS}
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align={message.direction === "outbound" ? "end" : "start"}
        aria-label={t("open")}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          afterwards.current();
        }}
      >
        {canQuote(message) && (
          <>
            <DropdownMenuGroup aria-label={t("react")} className="flex gap-0.5">
              {EMOJI.map((emoji) => (
                <DropdownMenuItem
                  key={emoji}
                  aria-label={t(emoji === ours ? "takeBack" : "reactWith", { emoji })}
                  className={cn("size-9 justify-center p-0 text-xl max-md:size-11", emoji === ours && "bg-selected")}
                  onSelect={() => react(message, emoji === ours ? null : emoji)}
                >
                  <span aria-hidden>{emoji}</span>
                </DropdownMenuItem>
              ))}
            </DropdownMenuGroup>
            <DropdownMenuSeparator />
            {ours && (
              <DropdownMenuItem onSelect={() => react(message, null)}>
                <Undo2 />
                {t("takeBack", { emoji: ours })}
              </DropdownMenuItem>
            )}
            <DropdownMenuItem
              onSelect={() => {
                afterwards.current = () => quote(message);
              }}
            >
              <Reply />
              {t("reply")}
            </DropdownMenuItem>
          </>
        )}
        {message.text && !message.deletedAt && (
          <DropdownMenuItem onSelect={() => void copy(message.text ?? "", t("copied"))}>
            <Copy />
            {t("copy")}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => void copy(addressOf(message.id), tCommands("linkCopied"))}>
          <Link2 />
          {t("copyLink")}
        </DropdownMenuItem>
        <DropdownMenuItem
          onSelect={() => {
            afterwards.current = stayHere;
            setShows("details");
          }}
        >
          <Info />
          {t("details")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function stayHere() {}

/** The list and the conversation that are open, at this message, without what is searched for or lies on top. */
function addressOf(messageId: string): string {
  const address = new URL(location.href);
  for (const name of ["q", "find", "panel"]) address.searchParams.delete(name);
  address.searchParams.set("at", messageId);
  return address.href;
}
