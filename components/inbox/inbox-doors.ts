import type { ConversationMessage, ConversationSummary, ConversationView, InboxDelta } from "./types.ts";

/** The server says that nobody is signed in any more. */
export class SignedOutError extends Error {}

export const CONVERSATIONS_PAGE = 40;
export const MESSAGES_PAGE = 50;

/** The inbox's own read doors; everything a browser fetches goes through here. */
export const doors = {
  changes: (since: string) => read<InboxDelta>("/api/inbox/changes", { since }),
  unread: () => read<number>("/api/inbox/unread", {}),
  conversation: (id: string) => read<ConversationSummary>(`/api/inbox/conversations/${id}`, {}),
  conversations: (view: ConversationView, account: string | null, after?: { lastMessageAt: string; id: string }) =>
    read<ConversationSummary[]>("/api/inbox/conversations", {
      view,
      account,
      before: after?.lastMessageAt,
      beforeId: after?.id,
    }),
  messages: (conversation: string, before?: { occurredAt: string; seq: number }) =>
    read<ConversationMessage[]>("/api/inbox/messages", {
      conversation,
      before: before?.occurredAt,
      beforeSeq: before?.seq,
    }),
};

async function read<T>(path: string, query: Record<string, string | number | null | undefined>): Promise<T> {
  const given = Object.entries(query).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)]]));
  const parameters = new URLSearchParams(given);
  const response = await fetch(`${path}?${parameters}`, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(15_000),
  });
  if (response.status === 401) throw new SignedOutError("Signed out.");
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}
