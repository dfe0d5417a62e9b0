import type { Rows } from "#components/inbox/merge.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";

/** The moment of the newest thing said in any of the conversations; what comes later is news. */
export function newestArrival(rows: Rows): string {
  const [newest] = Object.values(rows).sort((one, other) => (one.lastMessageAt > other.lastMessageAt ? -1 : 1));
  return newest?.lastMessageAt ?? "";
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
