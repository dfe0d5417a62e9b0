"use client";
import { useState } from "react";
import { draftIdOf, isEmpty } from "./draft-box.ts";
import type { ComposerMode } from "./focus-composer.ts";
import { useDraft } from "./use-draft.ts";

/**
 * To whom one writes in a conversation: to the customer, unless only a note was begun. Whoever chooses or writes stays there,
 * whatever becomes of the drafts.
 */
export function useMode(memberId: string, conversationId: string) {
  const { content: reply } = useDraft(memberId, draftIdOf(conversationId, false));
  const { content: note } = useDraft(memberId, draftIdOf(conversationId, true));
  const [chosen, setChosen] = useState<ComposerMode | null>(null);
  const choose: (mode: ComposerMode) => void = setChosen;
  const begun = { reply: !isEmpty(reply), note: !isEmpty(note) };
  const mode: ComposerMode = chosen ?? (begun.note && !begun.reply ? "note" : "reply");
  return { mode, choose, reply, begun };
}
