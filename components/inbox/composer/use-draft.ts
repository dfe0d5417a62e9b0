"use client";
import { useMemo, useSyncExternalStore } from "react";
import { readItems, writeItem } from "../outbox.ts";
import { composerDoors, type KnownDraft } from "./composer-doors.ts";
import {
  createDraftBox,
  type DraftBox,
  type DraftContent,
  type DraftState,
  draftIdOf,
  EMPTY,
  isEmpty,
  now,
  readDraftId,
} from "./draft-box.ts";

const boxes = new Map<string, DraftBox>();
const NOTHING: DraftState = { content: EMPTY, other: null };

/** One box for a visit: what is typed outlives the composer it was typed in. Only in browsers. */
export function draftBoxOf(memberId: string): DraftBox {
  const known = boxes.get(memberId);
  if (known) return known;
  const prefix = `draft:${memberId}:`;
  const box = createDraftBox({
    save: ({ id, ...draft }) => composerDoors.saveDraft({ ...readDraftId(id), ...draft }),
    keep: (id, kept) => writeItem(prefix + id, kept),
    kept: () => readItems(prefix).filter(([id]) => id !== "outbox"),
    ask: () => void refreshDrafts(memberId).catch(() => undefined),
  });
  boxes.set(memberId, box);
  return box;
}

/** Reads the member's drafts anew. */
export async function refreshDrafts(memberId: string): Promise<KnownDraft[]> {
  const askedAt = now();
  const drafts = await composerDoors.drafts();
  const listed = drafts.map(({ conversationId, isNote, text, replyToMid, quoted, uploads, version }) => {
    return { id: draftIdOf(conversationId, isNote), text, replyToMid, quoted, uploads, version };
  });
  draftBoxOf(memberId).hear(listed, askedAt);
  return drafts;
}

export function useDraft(memberId: string, id: string) {
  const state = useSyncExternalStore(
    (listener) => draftBoxOf(memberId).subscribe(listener),
    () => draftBoxOf(memberId).get(id),
    () => NOTHING,
  );
  const acts = useMemo(
    () => ({
      change: (change: Partial<DraftContent>) => draftBoxOf(memberId).change(id, change),
      decide: (isTakingOther: boolean) => draftBoxOf(memberId).decide(id, isTakingOther),
    }),
    [memberId, id],
  );
  return { ...state, ...acts };
}

/** The one thing a list shows: the beginning of the reply's words, else of the note's; null where nothing is begun. */
export function useDraftWords(memberId: string | undefined, conversationId: string | null): string | null {
  return useSyncExternalStore(
    (listener) => (memberId ? draftBoxOf(memberId).subscribe(listener) : () => undefined),
    () => {
      if (!memberId || !conversationId) return null;
      const box = draftBoxOf(memberId);
      const reply = box.get(conversationId).content;
      const { text, uploads } = isEmpty(reply) ? box.get(draftIdOf(conversationId, true)).content : reply;
      const words = text.trim().replace(/\s+/gu, " ").slice(0, 200);
      return words || (uploads.length > 0 ? "" : null);
    },
    () => null,
  );
}
