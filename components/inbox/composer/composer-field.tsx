"use client";
import { type ComponentProps, type RefObject, useLayoutEffect } from "react";
import { useTranslations } from "use-intl";
import { useIsAlive } from "#components/ui/use-is-alive.ts";

type ComposerFieldProps = Pick<ComponentProps<"textarea">, "onKeyDown" | "onPaste"> & {
  ref: RefObject<HTMLTextAreaElement | null>;
  text: string;
  isNote: boolean;
  isTooLong: boolean;
  /** The list of suggestions that is open, and the one of them that Enter takes. */
  listId: string | undefined;
  activeId: string | undefined;
  write: (text: string, caret: number) => void;
  moveCaret: (caret: number) => void;
};

/** A text field that grows with its text up to eight lines, or to what a phone's keyboard leaves over, and scrolls from there on. */
export function ComposerField(props: ComposerFieldProps) {
  const { ref, text, isNote, isTooLong, listId, activeId, write, moveCaret, onKeyDown, onPaste } = props;
  const t = useTranslations("composer");
  const isAlive = useIsAlive();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field grows with its text.
  useLayoutEffect(() => grow(ref.current), [text]);
  return (
    <textarea
      ref={ref}
      rows={1}
      dir="auto"
      autoComplete="off"
      value={text}
      onChange={({ target }) => write(target.value, target.selectionStart)}
      onSelect={({ currentTarget }) => moveCaret(currentTarget.selectionStart)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      readOnly={!isAlive}
      maxLength={20_000}
      aria-label={t(isNote ? "noteLabel" : "label")}
      aria-describedby="composer-bytes composer-keys"
      aria-invalid={isTooLong || undefined}
      aria-autocomplete="list"
      aria-controls={listId}
      aria-activedescendant={activeId}
      placeholder={t(isNote ? "notePlaceholder" : "placeholder")}
      enterKeyHint="enter"
      data-composer
      className="max-h-[clamp(2.5rem,calc(var(--visible-height,100dvh)-19rem),12rem)] min-h-9 w-full min-w-0 resize-none bg-transparent mt-1.5 px-3.5 py-1 text-base leading-5.5 outline-none placeholder:text-muted-foreground"
    />
  );
}

function grow(field: HTMLTextAreaElement | null) {
  if (!field) return;
  // One row, as it is drawn: measuring would lay the whole page out while a conversation opens.
  field.style.height = "auto";
  if (field.value) field.style.height = `${field.scrollHeight}px`;
}
