import type { Asides } from "#components/team/types.ts";
import type {
  Assignee,
  ConversationMessage,
  ConversationSummary,
  InboxDelta,
  Label,
  ListPlace,
  RowKey,
  ViewCounts,
} from "./types.ts";

/** The server says that nobody is signed in any more. */
export class SignedOutError extends Error {}
/** It is not there, or not for this member. */
export class GoneError extends Error {}

export const CONVERSATIONS_PAGE = 40;
export const MESSAGES_PAGE = 50;
/** Whoever scrolls up goes on doing so. */
export const OLDER_PAGE = 100;

/** Older ones. `around`: a message that the page is to reach. */
type MessagesWish = { before: { occurredAt: string; seq: number }; limit?: number; around?: string };

/** The inbox's own read doors; everything a browser fetches goes through here. */
export const doors = {
  changes: (since: string) => read<InboxDelta>("/api/inbox/changes", { since }),
  counts: (account: string | null) => read<ViewCounts>("/api/inbox/counts", { account }),
  members: () => read<Assignee[]>("/api/inbox/members", {}),
  labels: () => read<Label[]>("/api/inbox/labels", {}),
  conversation: (id: string) => read<ConversationSummary>(`/api/inbox/conversations/${id}`, {}),
  conversations: ({ view, accountId, labelId, sort }: ListPlace, after?: RowKey) =>
    read<ConversationSummary[]>("/api/inbox/conversations", {
      view,
      account: accountId,
      label: labelId,
      sort,
      after: after?.at,
      afterId: after?.id,
      past: after?.isPast ? 1 : null,
    }),
  thread: (conversation: string, limit: number) =>
    read<{ messages: ConversationMessage[]; asides: Asides }>(`/api/inbox/threads/${conversation}`, { limit }),
  messages: (conversation: string, { before, limit, around }: MessagesWish) =>
    read<ConversationMessage[]>("/api/inbox/messages", {
      conversation,
      before: before.occurredAt,
      beforeSeq: before.seq,
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
  if (response.status === 404) throw new GoneError(`${path} is not there.`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}
