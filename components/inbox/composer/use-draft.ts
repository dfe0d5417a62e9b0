"use client";
import { useMemo, useSyncExternalStore } from "react";
import { readItems, writeItem } from "../outbox.ts";
import { composerDoors, type KnownDraft } from "./composer-doors.ts";
import { createDraftBox, type DraftBox, type DraftContent, type DraftState, EMPTY, now } from "./draft-box.ts";

const boxes = new Map<string, DraftBox>();
const NOTHING: DraftState = { content: EMPTY, other: null };

/** One box for a visit: what is typed outlives the composer it was typed in. Only in browsers. */
export function draftBoxOf(memberId: string): DraftBox {
  const known = boxes.get(memberId);
  if (known) return known;
  const prefix = `draft:${memberId}:`;
  const box = createDraftBox({
    save: composerDoors.saveDraft,
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
  draftBoxOf(memberId).hear(drafts, askedAt);
  return drafts;
}

export function useDraft(memberId: string, conversationId: string) {
  const state = useSyncExternalStore(
    (listener) => draftBoxOf(memberId).subscribe(listener),
    () => draftBoxOf(memberId).get(conversationId),
    () => NOTHING,
  );
  const acts = useMemo(
    () => ({
      change: (change: Partial<DraftContent>) => draftBoxOf(memberId).change(conversationId, change),
      decide: (isTakingOther: boolean) => draftBoxOf(memberId).decide(conversationId, isTakingOther),
    }),
    [memberId, conversationId],
  );
  return { ...state, ...acts };
}

/** The one thing a list shows of it: the beginning of its words; null where nothing is begun. */
export function useDraftWords(memberId: string | undefined, conversationId: string | null): string | null {
  return useSyncExternalStore(
    (listener) => (memberId ? draftBoxOf(memberId).subscribe(listener) : () => undefined),
    () => {
      if (!memberId || !conversationId) return null;
      const { text, uploads } = draftBoxOf(memberId).get(conversationId).content;
      const words = text.trim().replace(/\s+/gu, " ").slice(0, 200);
      return words || (uploads.length > 0 ? "" : null);
    },
    () => null,
  );
}
