type ViewRule = {
  isDone: boolean;
  isSnoozed?: boolean;
  assignee?: "me" | "nobody";
  isWaiting?: true;
  isUnread?: true;
};

/** What each view of the list shows. The server's conditions and the browser's `belongs` both read this one table. */
export const VIEWS = {
  mine: { isDone: false, isSnoozed: false, assignee: "me" },
  unassigned: { isDone: false, isSnoozed: false, assignee: "nobody" },
  open: { isDone: false, isSnoozed: false },
  waiting: { isDone: false, isSnoozed: false, isWaiting: true },
  unread: { isDone: false, isSnoozed: false, isUnread: true },
  snoozed: { isDone: false, isSnoozed: true },
  done: { isDone: true },
} as const satisfies Record<string, ViewRule>;

export type ConversationView = keyof typeof VIEWS;
export const CONVERSATION_VIEWS = Object.keys(VIEWS) as [ConversationView, ...ConversationView[]];
export const CONVERSATION_SORTS = ["newest", "closing"] as const;
/** `closing`: those whom one may answer for the shortest time come first, then those whom nobody may any more, newest first. */
export type ConversationSort = (typeof CONVERSATION_SORTS)[number];

/** Which conversations a list shows, and in what order. */
export type ListPlace = {
  view: ConversationView;
  accountId: string | null;
  labelId: string | null;
  sort: ConversationSort;
};

export const DEFAULT_PLACE: ListPlace = { view: "open", accountId: null, labelId: null, sort: "newest" };

export type RowFacts = {
  id: string;
  instagramAccountId: string;
  closedAt: string | null;
  snoozedUntil: string | null;
  waitingSince: string | null;
  assignee: { id: string } | null;
  labelIds: readonly string[];
  contact: { isMuted: boolean };
  unreadCount: number;
  lastMessageAt: string;
  lastInboundAt: string | null;
  answerableUntil: string | null;
};

/** Whether the list at this place shows the conversation to this member. */
export function belongs(row: RowFacts, { view, accountId, labelId }: Omit<ListPlace, "sort">, memberId: string) {
  const rule: ViewRule = VIEWS[view];
  if (accountId && row.instagramAccountId !== accountId) return false;
  if (labelId && !row.labelIds.includes(labelId)) return false;
  if ((row.closedAt !== null) !== rule.isDone) return false;
  if (rule.isSnoozed !== undefined && (row.snoozedUntil !== null) !== rule.isSnoozed) return false;
  if (rule.assignee === "me" && row.assignee?.id !== memberId) return false;
  if (rule.assignee === "nobody" && row.assignee) return false;
  if (rule.isWaiting && row.waitingSince === null) return false;
  return !rule.isUnread || (row.unreadCount > 0 && !row.contact.isMuted);
}

/** Where a row stands in its list. `isPast`: behind all who may be answered, where that is the order. */
export type RowKey = { at: string; id: string; isPast: boolean };

export function keyOf(row: RowFacts, sort: ConversationSort, now: Date): RowKey {
  const { id, lastInboundAt, lastMessageAt, answerableUntil } = row;
  const isAnswerable = answerableUntil !== null && now.getTime() < Date.parse(answerableUntil);
  if (sort === "closing" && lastInboundAt && isAnswerable) return { at: lastInboundAt, id, isPast: false };
  return { at: lastMessageAt, id, isPast: sort === "closing" };
}

/** Negative where `one` stands above `other`. Moments are compared as the server writes them: ISO, UTC, milliseconds. */
export function compareKeys(one: RowKey, other: RowKey, sort: ConversationSort): number {
  if (one.isPast !== other.isPast) return one.isPast ? 1 : -1;
  const isAscending = sort === "closing" && !one.isPast;
  const order = one.at === other.at ? compareIds(one, other) : one.at < other.at ? -1 : 1;
  return isAscending ? order : -order;
}

function compareIds(one: RowKey, other: RowKey): number {
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}
