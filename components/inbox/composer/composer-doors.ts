import type { Draft as KnownDraft } from "#lib/teamwork/drafts.ts";
import type { SavedReply } from "#lib/teamwork/saved-replies.ts";
import { SignedOutError } from "../inbox-doors.ts";
import type { DraftDoors } from "./draft-box.ts";

export type { Draft as KnownDraft } from "#lib/teamwork/drafts.ts";
export type Colleague = { id: string; name: string };
type Draft = Omit<Parameters<DraftDoors["save"]>[0], "id"> & { conversationId: string; isNote: boolean };
type Outcome = Awaited<ReturnType<DraftDoors["save"]>>;

/** The doors a composer goes through while somebody writes; what is sent goes through actions. */
export const composerDoors = {
  drafts: () => ask<KnownDraft[]>("GET", "/api/inbox/drafts"),
  saveDraft: (draft: Draft) => ask<Outcome>("PUT", "/api/inbox/drafts", draft),
  savedReplies: () => ask<SavedReply[]>("GET", "/api/inbox/saved-replies"),
  colleagues: () => ask<Colleague[]>("GET", "/api/inbox/members"),
  typing: (conversationId: string) => ask<unknown>("POST", "/api/inbox/typing", { conversationId }),
};

/** `keepalive`: what is under way when the page goes arrives all the same. */
async function ask<T>(method: "GET" | "PUT" | "POST", path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body), keepalive: true }),
    signal: AbortSignal.timeout(15_000),
  });
  if (response.status === 401) throw new SignedOutError("Signed out.");
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}
