"use client";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/cn.ts";
import { utf8Length } from "#lib/format.ts";
import { EmojiButton } from "./emoji-button.tsx";
import { keepDraft, readDraft } from "./outbox.ts";

/** Instagram's limit for a text, in bytes of UTF-8. */
const MAX_BYTES = 1_000;
const NEAR_LIMIT_BYTES = 800;

type ComposerProps = {
  memberId: string;
  conversationId: string;
  send: (text: string) => void;
};

/** Keyed by its conversation, so that a text can only ever go where it was written. */
export function Composer({ memberId, conversationId, send }: ComposerProps) {
  const t = useTranslations("inbox.composer");
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const bytes = utf8Length(text.trim());
  const canSend = text.trim() !== "" && bytes <= MAX_BYTES;

  useEffect(() => {
    const draft = readDraft(memberId, conversationId);
    if (draft) setText((typed) => typed || draft);
  }, [memberId, conversationId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the field grows with its text.
  useLayoutEffect(() => grow(field.current), [text]);

  const change = (next: string) => {
    setText(next);
    keepDraft(memberId, conversationId, next);
  };
  const submit = () => {
    if (!canSend) return;
    send(text.trim());
    change("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    // Safari ends a composition with an Enter whose code is 229.
    if (event.keyCode === 229) return;
    const isForced = event.metaKey || event.ctrlKey;
    if (!isForced && matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (!event.repeat) submit();
  };
  const insert = (emoji: string) => {
    const { selectionStart: start, selectionEnd: end } = field.current ?? {
      selectionStart: text.length,
      selectionEnd: text.length,
    };
    change(text.slice(0, start) + emoji + text.slice(end));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(start + emoji.length, start + emoji.length);
    });
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid gap-1"
    >
      <div className="flex items-end gap-1 rounded-xl border border-input bg-card p-1.5 focus-within:border-ring focus-within:ring-1 focus-within:ring-ring">
        <EmojiButton insert={insert} />
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={t("label")}
          aria-describedby="composer-bytes"
          aria-invalid={bytes > MAX_BYTES || undefined}
          placeholder={t("placeholder")}
          title={t("enterSends")}
          enterKeyHint="enter"
          data-composer
          className="max-h-48 min-h-9 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-[0.4375rem] text-base leading-5.5 outline-none placeholder:text-muted-foreground"
        />
        <Button type="submit" size="icon" aria-label={t("send")} title={t("send")} disabled={!canSend}>
          <SendHorizontal />
        </Button>
      </div>
      <p
        id="composer-bytes"
        aria-live="polite"
        className={cn(
          "px-2 text-right text-xs text-muted-foreground tabular-nums",
          bytes > MAX_BYTES && "font-medium text-destructive-text",
          bytes < NEAR_LIMIT_BYTES && "sr-only",
        )}
      >
        {bytes > MAX_BYTES && t("tooLong", { count: bytes - MAX_BYTES })}
        {bytes >= NEAR_LIMIT_BYTES && bytes <= MAX_BYTES && t("bytesLeft", { count: MAX_BYTES - bytes })}
      </p>
    </form>
  );
}

/** Up to eight lines, which the field's maximum height stands for; from there on it scrolls. */
function grow(field: HTMLTextAreaElement | null) {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
