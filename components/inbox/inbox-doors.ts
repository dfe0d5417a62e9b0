import type { ConversationMessage, ConversationSummary, ConversationView, InboxDelta } from "./types.ts";

/** The server says that nobody is signed in any more. */
export class SignedOutError extends Error {}

export const CONVERSATIONS_PAGE = 40;
export const MESSAGES_PAGE = 50;
/** Whoever scrolls up goes on doing so. */
export const OLDER_PAGE = 100;

/** `around`: a message that the page is to reach. */
type MessagesWish = { before?: { occurredAt: string; seq: number } | undefined; limit?: number; around?: string };

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
  messages: (conversation: string, { before, limit, around }: MessagesWish = {}) =>
    read<ConversationMessage[]>("/api/inbox/messages", {
      conversation,
      before: before?.occurredAt,
      beforeSeq: before?.seq,
      limit,
      around,
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
