import type { ReactNode } from "react";
import { dayOf } from "#lib/format.ts";
import { type ShownStatus, shownStatus } from "./message-status.tsx";
import type { ConversationMessage } from "./types.ts";

/**
 * What stands between the messages though nobody sent it to Instagram: a note, a line of the timeline. Whoever brings it
 * draws it, and keeps the element the same for as long as it looks the same.
 */
export type ThreadExtra = { key: string; at: string; element: ReactNode };

export type ThreadItem =
  | { type: "day"; key: string; at: string }
  | { type: "new"; key: string }
  | { type: "extra"; key: string; element: ReactNode }
  | {
      type: "message";
      key: string;
      message: ConversationMessage;
      status: ShownStatus | null;
      isFirst: boolean;
      isLast: boolean;
      showsAuthor: boolean;
    };

type Place = {
  timeZone: string;
  contactReadAt: string | null;
  firstUnreadId: string | null;
  /** In order of time. */
  extras?: ThreadExtra[];
  /** What is older than the first message comes with its neighbours. */
  hasOlder?: boolean;
};

const GROUP_MS = 5 * 60_000;

/** A thread as it is drawn, from the top: dividers between days and before what is new, bubbles grouped by author and time. */
export function threadItems(messages: ConversationMessage[], place: Place): ThreadItem[] {
  const { timeZone, contactReadAt, firstUnreadId, extras = [], hasOlder = false } = place;
  const items: ThreadItem[] = [];
  let day: string | undefined;
  let before: ConversationMessage | undefined;
  let beforeMs = 0;
  let nextExtra = hasOlder ? extras.findIndex(({ at }) => at >= (messages[0]?.occurredAt ?? "")) : 0;
  if (nextExtra < 0) nextExtra = extras.length;

  const startDay = (at: string, own: string) => {
    if (own === day) return false;
    day = own;
    items.push({ type: "day", key: `day ${own}`, at });
    return true;
  };
  const putExtras = (until?: string) => {
    for (let extra = extras[nextExtra]; extra && (!until || extra.at < until); extra = extras[++nextExtra]) {
      startDay(extra.at, dayOf(extra.at, timeZone));
      items.push({ type: "extra", key: extra.key, element: extra.element });
      endGroup(items);
      before = undefined;
    }
  };
  messages.forEach((message) => {
    putExtras(message.occurredAt);
    const { day: own, ms } = momentOf(message, timeZone);
    const startsDay = startDay(message.occurredAt, own);
    const isNew = message.id === firstUnreadId;
    if (isNew) items.push({ type: "new", key: "new" });
    const goesOn = isSameAuthor(before, message);
    const startsGroup = startsDay || isNew || !goesOn || ms - beforeMs >= GROUP_MS;
    if (startsGroup) endGroup(items);
    items.push({
      type: "message",
      key: message.id,
      message,
      status: shownStatus(message, contactReadAt),
      isFirst: startsGroup,
      isLast: false,
      showsAuthor: startsDay || !goesOn,
    });
    before = message;
    beforeMs = ms;
  });
  putExtras();
  endGroup(items);
  return items;
}

/** The first of the customer's last `unreadCount` messages, or the first loaded one when there are more. */
export function firstUnread(messages: ConversationMessage[], unreadCount: number): string | null {
  const inbound = messages.filter(({ direction }) => direction === "inbound");
  return inbound.at(-Math.min(unreadCount, inbound.length) || inbound.length)?.id ?? null;
}

/** The same items as before where nothing about them changed, so that nothing is drawn again for them. */
export function keepSame(items: ThreadItem[], known: ReadonlyMap<string, ThreadItem>): ThreadItem[] {
  return items.map((item) => {
    const previous = known.get(item.key);
    return previous && isSameItem(previous, item) ? previous : item;
  });
}

function isSameItem(one: ThreadItem, other: ThreadItem): boolean {
  if (one.type === "message" && other.type === "message") {
    return (
      one.message === other.message &&
      one.status === other.status &&
      one.isFirst === other.isFirst &&
      one.isLast === other.isLast &&
      one.showsAuthor === other.showsAuthor
    );
  }
  if (one.type === "extra" && other.type === "extra") return one.element === other.element;
  if (one.type === "day" && other.type === "day") return one.at === other.at;
  return one.type === "new" && other.type === "new";
}

/** The last message so far has nobody of its group below it. */
function endGroup(items: ThreadItem[]): void {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item?.type !== "message") continue;
    item.isLast = true;
    return;
  }
}

const moments = new WeakMap<ConversationMessage, { timeZone: string; day: string; ms: number }>();

/** Asked for every message of a thread with every change of it, and slow to find out. */
function momentOf(message: ConversationMessage, timeZone: string) {
  const known = moments.get(message);
  if (known?.timeZone === timeZone) return known;
  const moment = { timeZone, day: dayOf(message.occurredAt, timeZone), ms: Date.parse(message.occurredAt) };
  moments.set(message, moment);
  return moment;
}

function isSameAuthor(one: ConversationMessage | undefined, other: ConversationMessage): boolean {
  if (!one || one.direction !== other.direction) return false;
  if (one.kind === "handover" || other.kind === "handover") return false;
  return one.direction === "inbound" || (one.sentBy?.id === other.sentBy?.id && one.origin === other.origin);
}
