import type { ConversationMessage, ConversationSummary, InboxDelta } from "./types.ts";

/** `oldest` is the end of what was loaded in pages; what is older comes with the next page, never by itself. */
export type Thread = {
  messages: ConversationMessage[];
  oldest: MessagePlace | null;
  hasOlder: boolean;
  isLoaded: boolean;
};
export type MessagePlace = Pick<ConversationMessage, "occurredAt" | "seq">;
export type Rows = Readonly<Record<string, ConversationSummary>>;
export type InboxState = {
  rows: Rows;
  /** Only those that were opened; what changes elsewhere is read when it is opened. */
  threads: Readonly<Record<string, Thread>>;
  goneIds: ReadonlySet<string>;
};
type Change = Pick<InboxDelta, "conversations" | "messages" | "goneMessageIds"> &
  Partial<Pick<InboxDelta, "goneConversationIds">>;

export const EMPTY_THREAD: Thread = { messages: [], oldest: null, hasOlder: true, isLoaded: false };

/**
 * The state with a delta in it. Deltas may come twice, late or in any order: a newer version is never replaced by an older,
 * and what is gone stays gone. What did not change keeps its identity, so that nothing is drawn again for it.
 */
export function mergeDelta(state: InboxState, delta: Change): InboxState {
  const rows = withoutRows(mergeRows(state.rows, delta.conversations), delta.goneConversationIds ?? []);
  const goneIds = withAll(state.goneIds, delta.goneMessageIds);
  const threads = { ...state.threads };
  let isSame = true;
  for (const [id, thread] of Object.entries(state.threads)) {
    const own = delta.messages.filter((message) => message.conversationId === id);
    const merged = mergeMessages(thread, own, goneIds);
    if (merged === thread) continue;
    threads[id] = merged;
    isSame = false;
  }
  if (isSame && rows === state.rows && goneIds === state.goneIds) return state;
  return { rows, threads: isSame ? state.threads : threads, goneIds };
}

export function mergeRows(rows: Rows, incoming: ConversationSummary[]): Rows {
  const merged = { ...rows };
  let isChanged = false;
  for (const row of incoming) {
    if (isOlderRow(row, merged[row.id])) continue;
    merged[row.id] = row;
    isChanged = true;
  }
  return isChanged ? merged : rows;
}

function withoutRows(rows: Rows, goneIds: string[]): Rows {
  if (!goneIds.some((id) => id in rows)) return rows;
  return Object.fromEntries(Object.entries(rows).filter(([id]) => !goneIds.includes(id)));
}

/** A page as the server gives it, newest first. */
export function mergePage(
  thread: Thread,
  page: ConversationMessage[],
  hasOlder: boolean,
  goneIds: ReadonlySet<string>,
) {
  const end = page.at(-1);
  const oldest = end ? { occurredAt: end.occurredAt, seq: end.seq } : thread.oldest;
  const isFurther = !thread.oldest || (oldest !== null && comparePlaces(oldest, thread.oldest) <= 0);
  const bounds = isFurther ? { oldest, hasOlder } : { oldest: thread.oldest, hasOlder: thread.hasOlder };
  return mergeMessages({ ...thread, ...bounds, isLoaded: true }, page, goneIds);
}

/** Oldest first. A reply the server has not seen stands last among its equals. */
function comparePlaces(one: MessagePlace, other: MessagePlace): number {
  if (one.occurredAt !== other.occurredAt) return one.occurredAt < other.occurredAt ? -1 : 1;
  return one.seq - other.seq;
}

function mergeMessages(thread: Thread, incoming: ConversationMessage[], goneIds: ReadonlySet<string>): Thread {
  const known = new Map(thread.messages.map((message) => [message.id, message]));
  let needsSorting = false;
  let isChanged = false;
  for (const message of incoming) {
    const current = known.get(message.id);
    if (current ? current.version >= message.version : goneIds.has(message.id) || !isWithin(thread, message)) continue;
    known.set(message.id, message);
    isChanged = true;
    needsSorting ||= !current || comparePlaces(current, message) !== 0;
  }
  const isKept = (message: ConversationMessage) => !goneIds.has(message.id) && isWithin(thread, message);
  const kept = [...known.values()].filter(isKept);
  if (!isChanged && kept.length === thread.messages.length) return thread;
  return { ...thread, messages: needsSorting ? kept.sort(comparePlaces) : kept };
}

function isWithin({ oldest, hasOlder }: Thread, message: MessagePlace): boolean {
  return !oldest || !hasOlder || comparePlaces(message, oldest) >= 0;
}

/** Both versions only ever grow, so their sum orders all states of a row; its last message may change without them. */
function isOlderRow(row: ConversationSummary, known: ConversationSummary | undefined): boolean {
  if (!known) return false;
  const age = row.version + row.readVersion - (known.version + known.readVersion);
  if (age !== 0) return age < 0;
  return (row.lastMessage?.version ?? 0) < (known.lastMessage?.version ?? 0);
}

function withAll(set: ReadonlySet<string>, ids: string[]): ReadonlySet<string> {
  return ids.every((id) => set.has(id)) ? set : new Set([...set, ...ids]);
}
