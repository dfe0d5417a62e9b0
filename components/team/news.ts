import type { Rows } from "#components/inbox/merge.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";

/** By this name the newest of what colleagues want shows at the lower edge, until the bell opens: there it stands as well. */
export const NEWS_TOAST = "news";

/** The moment of the newest thing said in any of the conversations, or `since`; what comes later is news. */
export function newestArrival(rows: Rows, since = ""): string {
  const moments = Object.values(rows).map(({ lastMessageAt }) => lastMessageAt);
  return [since, ...moments].sort().at(-1) ?? since;
}

/** The conversations in which a customer wrote after that moment. What muted customers write is told nobody. */
export function newsIn(rows: Rows, since: string): ConversationSummary[] {
  return Object.values(rows).filter(
    (row) =>
      row.lastMessageAt > since &&
      row.lastMessage?.direction === "inbound" &&
      !row.lastMessage.isDeleted &&
      row.unreadCount > 0 &&
      !row.contact.isMuted,
  );
}
