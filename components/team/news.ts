import type { Rows } from "#components/inbox/merge.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";

/** By this name the newest of what colleagues want shows at the lower edge, until the bell opens: there it stands as well. */
export const NEWS_TOAST = "news";

/** Of each conversation the moment of the newest thing said in it, as far as news of it was told. */
export type Told = Map<string, string>;

/**
 * The conversations in which a customer wrote since they were looked at last, or, at first, since `openedAt`; `told` is brought up to
 * date. Each conversation is compared with itself alone: what comes late is news however much came of others meanwhile. What muted
 * customers write is told nobody.
 */
export function takeNews(rows: Rows, told: Told, openedAt: string): ConversationSummary[] {
  return Object.values(rows).filter((row) => {
    const before = told.get(row.id) ?? openedAt;
    if (row.lastMessageAt > before || !told.has(row.id)) told.set(row.id, row.lastMessageAt);
    return (
      row.lastMessageAt > before &&
      row.lastMessage?.direction === "inbound" &&
      !row.lastMessage.isDeleted &&
      row.unreadCount > 0 &&
      !row.contact.isMuted
    );
  });
}
