"use client";
import { CheckCheck, Heart, MessageSquareText, Paperclip, SendHorizontal, StickyNote } from "lucide-react";
import { type MouseEvent, type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/cn.ts";
import { acceptedFiles } from "#lib/instagram/capabilities.ts";
import { splitText } from "#lib/instagram/text.ts";
import { type Command, useCommands } from "../commands.ts";
import { EmojiButton } from "../emoji-button.tsx";
import type { InboxViewer } from "../types.ts";
import type { ComposerState } from "./use-composer.ts";

type ComposerToolsProps = {
  composer: ComposerState;
  viewer: InboxViewer;
  insert: (text: string) => void;
  addFiles: (files: FileList) => void;
  callReplies: () => void;
  /** What is sent leaves its button disabled. */
  keepWriting: () => void;
};

/** What one puts into a reply, to the left; what becomes of it, to the right. */
export function ComposerTools({ composer, viewer, insert, addFiles, callReplies, keepWriting }: ComposerToolsProps) {
  const t = useTranslations("composer");
  const picker = useRef<HTMLInputElement>(null);
  const { isNote, canSubmit, isTooLong, text, submit } = composer;
  const count = isTooLong ? splitText(text).length : 1;
  const { enterSends } = viewer.preferences;
  const attach = () => picker.current?.click();
  const command = (id: string, title: string, run: () => void): Command => ({ id, group: "write", title, run });
  useCommands([
    command("savedReplies", t("savedReplies"), callReplies),
    command("emoji", t("emoji"), openEmoji),
    ...(isNote ? [] : [command("attach", t("attach"), attach), command("heart", t("heart"), composer.sendHeart)]),
  ]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing happens here; the text keeps the focus, and a phone its keyboard.
    <div onMouseDown={keepFocus} className="flex flex-wrap items-center gap-0.5 p-1.5 pt-0.5">
      {!isNote && (
        <>
          <Tool label={t("attach")} onClick={attach}>
            <Paperclip />
          </Tool>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            tabIndex={-1}
            accept={acceptedFiles()}
            onChange={({ target }) => {
              if (target.files?.length) addFiles(target.files);
              target.value = "";
            }}
          />
        </>
      )}
      <EmojiButton insert={insert} />
      <Tool label={t("savedReplies")} title={`${t("savedReplies")} (/)`} onClick={callReplies}>
        <MessageSquareText />
      </Tool>
      {!isNote && (
        <Tool label={t("heart")} onClick={composer.sendHeart}>
          <Heart />
        </Tool>
      )}
      <span className="ml-auto flex items-center gap-1">
        {!isNote && (
          <Button
            variant="ghost"
            size="icon"
            className="text-muted-foreground"
            disabled={!canSubmit || isTooLong}
            onClick={() => {
              submit({ isDone: true });
              keepWriting();
            }}
            aria-label={t("replyDone")}
            title={t(enterSends ? "replyDoneKeys" : "replyDoneKeysShift")}
          >
            <CheckCheck />
          </Button>
        )}
        <Button
          type="submit"
          disabled={!canSubmit}
          className={cn("px-3", isNote && "bg-warning text-black hover:bg-warning hover:brightness-95")}
          title={t(titleOf(isNote, enterSends))}
        >
          {isNote ? <StickyNote /> : <SendHorizontal />}
          <span className={isNote || count > 1 ? undefined : "max-sm:sr-only"}>
            {isNote ? t("addNote") : count > 1 ? t("sendParts", { count }) : t("send")}
          </span>
        </Button>
      </span>
    </div>
  );
}

function openEmoji() {
  document.querySelector<HTMLElement>("[data-emoji]")?.click();
}

/** What lies on top, such as the field of the emoji picker, tells of its presses here too, and may have the focus. */
function keepFocus(event: MouseEvent<HTMLElement>) {
  if (event.currentTarget.contains(event.target as Node)) event.preventDefault();
}

function Tool(props: { label: string; title?: string; onClick: () => void; children: ReactNode }) {
  const { label, title = label, onClick, children } = props;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={title}
      onClick={onClick}
      className="text-muted-foreground"
    >
      {children}
    </Button>
  );
}

function titleOf(isNote: boolean, enterSends: boolean) {
  if (isNote) return enterSends ? "noteKeys" : "noteKeysCtrl";
  return enterSends ? "sendKeys" : "sendKeysCtrl";
}
