import { dayOf } from "#lib/format.ts";
import { type ShownStatus, shownStatus } from "./message-status.tsx";
import type { ConversationMessage } from "./types.ts";

export type ThreadItem =
  | { type: "day"; key: string; at: string }
  | { type: "new"; key: string }
  | {
      type: "message";
      key: string;
      message: ConversationMessage;
      status: ShownStatus | null;
      isFirst: boolean;
      isLast: boolean;
      showsAuthor: boolean;
    };

const GROUP_MS = 5 * 60_000;

/** A thread as it is drawn, from the top: dividers between days and before what is new, bubbles grouped by author and time. */
export function threadItems(
  messages: ConversationMessage[],
  {
    timeZone,
    contactReadAt,
    firstUnreadId,
  }: { timeZone: string; contactReadAt: string | null; firstUnreadId: string | null },
): ThreadItem[] {
  const items: ThreadItem[] = [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const startsDay = !before || dayOf(before.occurredAt, timeZone) !== dayOf(message.occurredAt, timeZone);
    const endsDay = !after || dayOf(after.occurredAt, timeZone) !== dayOf(message.occurredAt, timeZone);
    const isNew = message.id === firstUnreadId;
    if (startsDay)
      items.push({ type: "day", key: `day ${dayOf(message.occurredAt, timeZone)}`, at: message.occurredAt });
    if (isNew) items.push({ type: "new", key: "new" });
    items.push({
      type: "message",
      key: message.id,
      message,
      status: shownStatus(message, contactReadAt),
      isFirst: startsDay || isNew || !belongTogether(before, message),
      showsAuthor: startsDay || !isSameAuthor(before, message),
      isLast: endsDay || after?.id === firstUnreadId || !belongTogether(message, after),
    });
  });
  return items;
}

/** The first of the customer's last `unreadCount` messages, or the first loaded one when there are more. */
export function firstUnread(messages: ConversationMessage[], unreadCount: number): string | null {
  const inbound = messages.filter(({ direction }) => direction === "inbound");
  return inbound.at(-Math.min(unreadCount, inbound.length) || inbound.length)?.id ?? null;
}

function belongTogether(before: ConversationMessage | undefined, after: ConversationMessage | undefined): boolean {
  if (!before || !after || !isSameAuthor(before, after)) return false;
  return Date.parse(after.occurredAt) - Date.parse(before.occurredAt) < GROUP_MS;
}

function isSameAuthor(one: ConversationMessage | undefined, other: ConversationMessage): boolean {
  if (!one || one.direction !== other.direction) return false;
  return one.direction === "inbound" || (one.sentBy?.id === other.sentBy?.id && one.origin === other.origin);
}
