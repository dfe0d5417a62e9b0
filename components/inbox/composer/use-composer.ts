"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { newsPosition, toast } from "#components/ui/toaster.tsx";
import { personName, utf8Length } from "#lib/format.ts";
import { MAX_IMAGES } from "#lib/instagram/capabilities.ts";
import { MAX_TEXT_BYTES, splitText } from "#lib/instagram/text.ts";
import type { ConversationMessage, ConversationSummary, InboxViewer, ReplyPart } from "../types.ts";
import { useReplies } from "../use-replies.ts";
import { type DraftContent, draftIdOf, EMPTY } from "./draft-box.ts";
import type { ComposerMode } from "./focus-composer.ts";
import { useUploading } from "./uploading.ts";
import { draftBoxOf, useDraft } from "./use-draft.ts";
import { useNoteSending } from "./use-note-sending.ts";
import { useSeen } from "./use-seen.ts";
import { findBlanks } from "./variables.ts";

/** Why what was to be sent stands still until the member decides. */
export type Held =
  | { why: "changed"; seenSeq: number; at: number }
  | { why: "blanks"; blanks: string[]; at: number }
  | { why: "long"; count: number; at: number }
  | { why: "uploading"; at: number };

export type ComposerProps = {
  conversation: ConversationSummary;
  viewer: InboxViewer;
  /** What the thread shows; undefined until it is loaded. */
  messages: ConversationMessage[] | undefined;
  mode: ComposerMode;
  choose: (mode: ComposerMode) => void;
  canReply: boolean;
  /** Beyond 24 hours, in a person's own name (facts 3.1). */
  isAsPerson: boolean;
  /** Closes the conversation and goes on to the next one; `isTold`: with a word of it. */
  markDone: (given: { isTold: boolean }) => void;
  /** Opens it again as it was before. */
  takeUp: () => void;
};

/** `isAsked`: by the button that says what will be done, not by a key. */
type Wish = { isDone: boolean; isAsked: boolean };

/** The second Enter of a habit is no decision. */
const DECIDE_AFTER_MS = 500;

export type ComposerState = ReturnType<typeof useComposer>;

/** What a composer holds and what its buttons do. The draft is the state: it outlives the composer and is on every device. */
export function useComposer(props: ComposerProps, field: RefObject<HTMLTextAreaElement | null>) {
  const { conversation, viewer, messages, mode, choose, canReply, isAsPerson, markDone, takeUp } = props;
  const { memberId, preferences } = viewer;
  const t = useTranslations("composer");
  const client = useQueryClient();
  const replies = useReplies();
  const sendNote = useNoteSending();
  const uploading = useUploading(conversation.id);
  const isNote = mode === "note";
  const { content, other, change, decide } = useDraft(memberId, draftIdOf(conversation.id, isNote));
  const seen = useSeen(memberId, messages, conversation.id);
  const [heldReply, setHeld] = useState<Held | null>(null);
  const held = isNote ? null : heldReply;
  const [isBackAtReply, setBackAtReply] = useState(false);
  const isMounted = useMounted();

  const text = content.text.trim();
  const bytes = isNote ? 0 : utf8Length(text);
  const isTooLong = bytes > MAX_TEXT_BYTES;
  const isUploading = uploading.some(({ error }) => !error);
  const hasContent = text !== "" || content.uploads.length > 0;

  /** What became of a reply whose conversation is not open any more. */
  const tellElsewhere = (words: string) => {
    toast.warning(words, {
      duration: 20_000,
      action: { label: t("openConversation"), onClick: takeUp },
      position: newsPosition(),
    });
  };
  const stopped = (name: string) => (seq: number) => {
    if (!isMounted.current) return tellElsewhere(t("stoppedElsewhere", { name }));
    setHeld({ why: "changed", seenSeq: seen.throughSeq() ?? 0, at: Date.now() });
    seen.accept(seq);
    field.current?.focus();
  };

  const findObstacle = (isAsked: boolean): Held | null => {
    const at = Date.now();
    if (isUploading) return { why: "uploading", at };
    if (seen.hasUnseen()) return { why: "changed", seenSeq: seen.throughSeq() ?? 0, at };
    const isDecided = (why: Held["why"]) => held?.why === why && at - held.at >= DECIDE_AFTER_MS;
    const blanks = findBlanks(content.text).map((blank) => blank.text);
    if (blanks.length > 0 && !isDecided("blanks")) return { why: "blanks", blanks, at };
    if (isTooLong && !isAsked && !isDecided("long")) return { why: "long", count: splitText(text).length, at };
    return null;
  };

  const hold = (obstacle: Held) => {
    setHeld(obstacle);
    if (obstacle.why === "changed") seen.accept(newestSeq(messages));
    if (obstacle.why === "blanks") selectBlank(field.current, content.text);
  };

  const sendReply = ({ isDone, isAsked }: Wish) => {
    if (held?.why === "changed" && Date.now() - held.at < DECIDE_AFTER_MS) return;
    const obstacle = findObstacle(isAsked);
    if (obstacle) return hold(obstacle);
    const name = personName(conversation.contact);
    const undoMs = preferences.undoSeconds * 1_000;
    const actId = replies.send(conversation, {
      parts: partsOf(content),
      written: content,
      humanAgent: isAsPerson,
      replyToMid: content.replyToMid,
      quoted: content.quoted,
      undoMs,
      seenSeq: seen.throughSeq(),
      onStopped: stopped(name),
      onFailed: () => isMounted.current || tellElsewhere(t("failedElsewhere", { name })),
      onTakenBack: isDone ? takeUp : undefined,
    });
    change(EMPTY);
    setHeld(null);
    if (!isDone) return field.current?.focus();
    markDone({ isTold: undoMs === 0 });
    if (undoMs === 0) return;
    const undo = { label: t("undo"), onClick: () => void replies.takeBack(conversation.id, actId) };
    toast(t("sendingAndDone", { name }), { duration: undoMs, action: undo });
  };

  const submit = ({ isDone = false, isAsked = false }: Partial<Wish> = {}) => {
    if (!hasContent) return;
    if (isNote) {
      change(EMPTY);
      if (canReply) choose("reply");
      setBackAtReply(canReply);
      field.current?.focus();
      return void sendNote(client, viewer, conversation.id, content);
    }
    if (canReply) sendReply({ isDone, isAsked });
  };

  return {
    isNote,
    content,
    other,
    held,
    uploading,
    text,
    bytes,
    isTooLong,
    /** A note was added, and what is written next goes to the customer. */
    isBackAtReply,
    canSubmit: hasContent && (isNote || canReply),
    change: (next: Partial<DraftContent>) => {
      choose(mode);
      setBackAtReply(false);
      if (!isNote) seen.wrote();
      if (held && held.why !== "changed") setHeld(null);
      change(next);
    },
    decide,
    /** A quote is always of a reply. */
    quote: (quote: Pick<DraftContent, "replyToMid" | "quoted">) => {
      choose("reply");
      draftBoxOf(memberId).change(conversation.id, quote);
    },
    release: () => setHeld(null),
    submit,
    /** Never wrong, whatever has arrived meanwhile. */
    sendHeart: () =>
      void replies.send(conversation, {
        parts: [{ heart: true }],
        humanAgent: isAsPerson,
        undoMs: preferences.undoSeconds * 1_000,
      }),
  };
}

/** Files first, as Instagram's own app does: images as one message, everything else one each; a long text in parts. */
export function partsOf({ text, uploads }: DraftContent): ReplyPart[] {
  const images = uploads.filter(({ type }) => type === "image");
  const others = uploads.filter(({ type }) => type !== "image");
  const words = text.trim();
  return [
    ...chunksOf(images, MAX_IMAGES).map((some) => ({ uploads: some })),
    ...others.map((upload) => ({ uploads: [upload] })),
    ...splitText(words).flatMap((part) => (part.trim() ? [{ text: part.trim() }] : [])),
  ];
}

function chunksOf<T>(all: T[], size: number): T[][] {
  return all.length === 0 ? [] : [all.slice(0, size), ...chunksOf(all.slice(size), size)];
}

function selectBlank(field: HTMLTextAreaElement | null, text: string): void {
  const [blank] = findBlanks(text);
  if (!field || !blank) return;
  field.focus();
  field.setSelectionRange(blank.start, blank.end);
}

function newestSeq(messages: ConversationMessage[] = []): number {
  return Math.max(0, ...messages.filter(({ version }) => version > 0).map(({ seq }) => seq));
}

function useMounted(): RefObject<boolean> {
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}
