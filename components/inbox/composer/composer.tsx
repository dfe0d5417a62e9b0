"use client";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  lazy,
  Suspense,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { patient } from "#components/ui/patient.tsx";
import { isTouched } from "#components/ui/touch.ts";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import { useQuote, useQuoted } from "../quoting.tsx";
import { ByteCounter } from "./byte-counter.tsx";
import { ComposerField } from "./composer-field.tsx";
import { ComposerTools } from "./composer-tools.tsx";
import { onInsert } from "./focus-composer.ts";
import { QuoteChip } from "./quote-chip.tsx";
import { findTrigger, type Trigger } from "./suggest.ts";
import { type ComposerProps, useComposer } from "./use-composer.ts";
import { useFiles } from "./use-files.ts";
import { useTyping } from "./use-typing.ts";
import { fillVariables, findBlanks, variablesOf } from "./variables.ts";

const Suggestions = lazy(patient(() => import("./suggestions.tsx")));
const FilesTray = lazy(patient(() => import("./files-tray.tsx")));
const SplitPreview = lazy(patient(() => import("./split-preview.tsx")));
const HeldNotice = lazy(patient(() => import("./held-notice.tsx")));
const OtherDraft = lazy(patient(() => import("./other-draft.tsx")));
const DropZone = lazy(patient(() => import("./drop-zone.tsx")));

/** Keyed by its conversation, so that a text can only ever go where it was written. */
export function Composer(props: ComposerProps) {
  const { conversation, viewer, messages } = props;
  const t = useTranslations("composer");
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(props, field);
  const { isNote, content, held, uploading, change, submit } = composer;
  const files = useFiles(viewer.memberId, conversation.id, !isNote);
  const tellTyping = useTyping(conversation.id);
  const [called, setTrigger] = useState<Trigger | null>(null);
  const trigger = called?.isNote === isNote ? called : null;
  const [activeId, setActiveId] = useState<string>();
  const takesKey = useRef<(event: KeyboardEvent) => boolean>(() => false);
  useQuotes(composer.quote);

  const write = (text: string, caret: number) => {
    change({ text });
    setTrigger(findTrigger(text, caret, isNote));
    if (!isNote && text.trim()) tellTyping();
  };
  const replace = (start: number, end: number, words: string) => {
    const text = content.text.slice(0, start) + words + content.text.slice(end);
    const caret = start + words.length;
    write(text, caret);
    const [blank] = findBlanks(words);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(blank ? start + blank.start : caret, blank ? start + blank.end : caret);
    });
  };
  const insert = (words: string) => {
    const { selectionStart, selectionEnd } = field.current ?? { selectionStart: 0, selectionEnd: 0 };
    replace(selectionStart, selectionEnd, words);
  };
  const insertReply = useEffectEvent((text: string) => insert(fillVariables(text, variablesOf(conversation, viewer))));
  useEffect(() => onInsert((text) => insertReply(text)), []);
  const pick = (words: string) => {
    if (!trigger) return;
    replace(trigger.start, trigger.end, words);
    setTrigger(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (trigger && takesKey.current(event)) return;
    const act = actOf(event, viewer.preferences.enterSends);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) submit({ isDone: act === "done" });
  };
  // From a button that is about to be disabled. A finger has left the focus where it was.
  const keepWriting = () => {
    if (field.current?.form?.contains(document.activeElement)) field.current.focus();
  };
  const onPaste = (event: ClipboardEvent) => {
    const { files: pasted, types } = event.clipboardData;
    if (isNote || pasted.length === 0 || types.includes("text/plain")) return;
    event.preventDefault();
    files.add(pasted);
  };

  return (
    <div className="relative grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <Suspense>
        {composer.other && <OtherDraft other={composer.other} isNote={isNote} decide={composer.decide} />}
        {held && (
          <HeldNotice held={held} conversation={conversation} viewer={viewer} messages={messages} composer={composer} />
        )}
        {trigger && (
          <Suggestions
            trigger={trigger}
            conversation={conversation}
            viewer={viewer}
            pick={pick}
            close={() => setTrigger(null)}
            setActiveId={setActiveId}
            takesKey={takesKey}
          />
        )}
        {files.isDragging && <DropZone />}
      </Suspense>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit({ isAsked: true });
          keepWriting();
        }}
        className={cn(
          "grid grid-cols-[minmax(0,1fr)] rounded-xl border border-input bg-card focus-within:border-ring focus-within:ring-1 focus-within:ring-ring",
          isNote &&
            "border-dashed border-warning bg-warning-soft focus-within:border-warning-text focus-within:ring-warning-text",
        )}
      >
        {content.quoted && !isNote && (
          <QuoteChip
            quoted={content.quoted}
            conversation={conversation}
            remove={() => change({ quoted: null, replyToMid: null })}
          />
        )}
        {!isNote && (content.uploads.length > 0 || uploading.length > 0) && (
          <Suspense fallback={<div className="h-20" />}>
            <FilesTray
              memberId={viewer.memberId}
              conversationId={conversation.id}
              uploads={content.uploads}
              uploading={uploading}
            />
          </Suspense>
        )}
        <ComposerField
          ref={field}
          text={content.text}
          isNote={isNote}
          isTooLong={composer.isTooLong}
          listId={trigger && activeId ? "composer-suggestions" : undefined}
          activeId={trigger ? activeId : undefined}
          write={write}
          moveCaret={(caret) => trigger && setTrigger(findTrigger(content.text, caret, isNote))}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <ComposerTools
          composer={composer}
          viewer={viewer}
          insert={insert}
          addFiles={files.add}
          keepWriting={keepWriting}
          callReplies={() =>
            insert(/(^|\s)$/.test(content.text.slice(0, field.current?.selectionStart ?? 0)) ? "/" : " /")
          }
        />
      </form>
      {!isNote && <ByteCounter bytes={composer.bytes} />}
      {composer.isTooLong && (
        <Suspense>
          <SplitPreview text={composer.text} />
        </Suspense>
      )}
      <p role="status" className="sr-only">
        {composer.isBackAtReply && t("mode.replyAgain", { name: personName(conversation.contact) })}
      </p>
      <p id="composer-keys" className="sr-only">
        {t(viewer.preferences.enterSends ? "keysEnter" : "keysNewline")}
      </p>
    </div>
  );
}

/**
 * What an Enter means. Under a finger it is a new line, and so it is where the member wants it; with ⌘ or Ctrl it always does
 * something, and there as well as with Shift it also marks the conversation as done.
 */
function actOf(event: KeyboardEvent, enterSends: boolean): "submit" | "done" | null {
  // Safari ends a composition with an Enter whose code is 229.
  if (event.key !== "Enter" || event.altKey || event.nativeEvent.isComposing || event.keyCode === 229) return null;
  if (event.metaKey || event.ctrlKey) return enterSends || event.shiftKey ? "done" : "submit";
  if (event.shiftKey || !enterSends || isTouched()) return null;
  return "submit";
}

/** What was chosen at its bubble moves into the draft, where it is kept with the words. */
function useQuotes(take: ReturnType<typeof useComposer>["quote"]): void {
  const quoted = useQuoted();
  const quote = useQuote();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice is taken over once.
  useEffect(() => {
    if (!quoted?.mid) return;
    const { id, mid, direction, text, attachments } = quoted;
    const attachmentTypes = attachments.map(({ type }) => type);
    take({ replyToMid: mid, quoted: { id, direction, text, attachmentTypes, isDeleted: false } });
    quote(null);
  }, [quoted]);
}
