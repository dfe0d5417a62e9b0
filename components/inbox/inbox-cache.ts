import type { QueryClient } from "@tanstack/react-query";
import { NO_ASIDES } from "#components/team/merge-asides.ts";
import { applyTeamDelta, putAsides, seedTeam } from "#components/team/team-cache.ts";
import { keyOf } from "#lib/inbox/views.ts";
import { CONVERSATIONS_PAGE, doors, MESSAGES_PAGE, OLDER_PAGE } from "./inbox-doors.ts";
import { EMPTY_THREAD, type InboxState, mergeDelta, mergePage, mergeRows, type Rows, type Thread } from "./merge.ts";
import type {
  ChangeTopic,
  ConversationMessage,
  ConversationSummary,
  FirstScreen,
  InboxDelta,
  ListPlace,
  RowKey,
} from "./types.ts";

/** How far a list was loaded; rows behind `end` come with the next page. */
export type ListWindow = { end: RowKey | null; isComplete: boolean };

export const keys = {
  rows: ["inbox", "rows"] as const,
  gone: ["inbox", "gone"] as const,
  counts: (accountId?: string | null) =>
    accountId === undefined ? (["inbox", "counts"] as const) : (["inbox", "counts", accountId] as const),
  window: ({ view, accountId, labelId, sort }: ListPlace) =>
    ["inbox", "window", view, accountId, labelId, sort] as const,
  thread: (id: string) => ["inbox", "thread", id] as const,
  /** What is read as a whole, and again whenever the server names its topic. */
  topic: (topic: ChangeTopic, ...rest: string[]) => ["topic", topic, ...rest] as const,
};

/** Whoever reads on from where they stopped sees some of what was before. */
const BEFORE_UNREAD = 20;
const NOBODY: ReadonlySet<string> = new Set();
const NO_ROWS: Rows = {};

export function readRows(client: QueryClient): Rows {
  return client.getQueryData<Rows>(keys.rows) ?? NO_ROWS;
}

export function readThread(client: QueryClient, id: string): Thread | undefined {
  return client.getQueryData<Thread>(keys.thread(id));
}

/** Puts what the server rendered into the cache; what the cache knows better stays. */
export function seed(client: QueryClient, first: FirstScreen): void {
  putRows(client, first.opened ? [...first.conversations, first.opened.conversation] : first.conversations);
  client.setQueryData(keys.counts(first.place.accountId), first.counts);
  client.setQueryData(keys.topic("labels"), first.labels);
  if (!client.getQueryState(keys.topic("accounts"))) client.setQueryData(keys.topic("accounts"), true);
  const window = keys.window(first.place);
  if (!client.getQueryData(window)) {
    client.setQueryData(window, windowOf(first.place, first.conversations, first.isListComplete));
  }
  if (first.opened) putPage(client, first.opened.conversation.id, first.opened.messages, first.opened.hasOlder);
  seedTeam(client, first);
}

export function applyDelta(
  client: QueryClient,
  delta: Pick<InboxDelta, "conversations" | "messages" | "goneMessageIds"> & Partial<InboxDelta>,
) {
  for (const topic of delta.topics ?? []) void client.invalidateQueries({ queryKey: keys.topic(topic) });
  applyTeamDelta(client, delta);
  const state = readState(client);
  const merged = mergeDelta(state, delta);
  if (merged.rows !== state.rows) client.setQueryData(keys.rows, merged.rows);
  if (merged.goneIds !== state.goneIds) client.setQueryData(keys.gone, merged.goneIds);
  for (const [id, thread] of Object.entries(merged.threads)) {
    if (thread !== state.threads[id]) client.setQueryData(keys.thread(id), thread);
  }
}

export function putMessage(client: QueryClient, message: ConversationMessage): void {
  applyDelta(client, { conversations: [], messages: [message], goneMessageIds: [] });
}

/** Changes a reply that only this browser knows; the server's row, once here, is left alone. */
export function changePending(client: QueryClient, message: ConversationMessage): void {
  client.setQueryData<Thread>(keys.thread(message.conversationId), (thread) => {
    if (!thread?.messages.some(({ id, version }) => id === message.id && version === 0)) return thread;
    return { ...thread, messages: thread.messages.map((known) => (known.id === message.id ? message : known)) };
  });
}

/** What a click means for a message before the server has said so; a newer version of it is left alone. */
export function changeMessage(
  client: QueryClient,
  { id, conversationId, version }: ConversationMessage,
  change: Partial<ConversationMessage>,
): void {
  client.setQueryData<Thread>(keys.thread(conversationId), (thread) => {
    if (!thread?.messages.some((known) => known.id === id && known.version === version)) return thread;
    return { ...thread, messages: thread.messages.map((known) => (known.id === id ? { ...known, ...change } : known)) };
  });
}

export function removeMessage(client: QueryClient, messageId: string): void {
  applyDelta(client, { conversations: [], messages: [], goneMessageIds: [messageId] });
}

/** What a click means for a row before the server has said so. */
export function changeRow(client: QueryClient, id: string, change: Partial<ConversationSummary>): void {
  client.setQueryData<Rows>(keys.rows, (rows) => {
    const row = rows?.[id];
    return row ? { ...rows, [id]: { ...row, ...change } } : rows;
  });
}

/** The same for many rows at once. */
export function changeRows(client: QueryClient, changes: ReadonlyMap<string, Partial<ConversationSummary>>): void {
  if (changes.size === 0) return;
  client.setQueryData<Rows>(keys.rows, (rows) => {
    if (!rows) return rows;
    const changed = [...changes].flatMap(([id, change]) =>
      rows[id] ? [[id, { ...rows[id], ...change }] as const] : [],
    );
    return { ...rows, ...Object.fromEntries(changed) };
  });
}

export async function fetchConversation(client: QueryClient, id: string): Promise<true> {
  putRows(client, [await doors.conversation(id)]);
  return true;
}

export async function fetchWindow(client: QueryClient, place: ListPlace): Promise<ListWindow> {
  const page = await doors.conversations(place);
  putRows(client, page);
  return windowOf(place, page, page.length < CONVERSATIONS_PAGE);
}

export async function fetchNextWindow(client: QueryClient, place: ListPlace): Promise<void> {
  const key = keys.window(place);
  const window = client.getQueryData<ListWindow>(key);
  if (!window?.end || window.isComplete) return;
  const page = await doors.conversations(place, window.end);
  putRows(client, page);
  const next = windowOf(place, page, page.length < CONVERSATIONS_PAGE);
  client.setQueryData<ListWindow>(key, { end: next.end ?? window.end, isComplete: next.isComplete });
}

/**
 * The thread and what stands beside its messages are put there, still empty, before asking: what changes meanwhile is merged and
 * not missed. The page holds all that is unread, because there a thread opens.
 */
export async function fetchThread(client: QueryClient, id: string): Promise<Thread> {
  client.setQueryData<Thread>(keys.thread(id), (known) => known ?? EMPTY_THREAD);
  const limit = Math.max(MESSAGES_PAGE, (readRows(client)[id]?.unreadCount ?? 0) + BEFORE_UNREAD);
  putAsides(client, id, NO_ASIDES);
  const { messages: page, asides } = await doors.thread(id, limit);
  putAsides(client, id, asides);
  return mergePage(readThread(client, id) ?? EMPTY_THREAD, page, page.length === limit, readGone(client));
}

export async function fetchOlder(client: QueryClient, id: string): Promise<void> {
  const thread = readThread(client, id);
  if (!thread?.oldest || !thread.hasOlder) return;
  const page = await doors.messages(id, { before: thread.oldest, limit: OLDER_PAGE });
  putPage(client, id, page, page.length === OLDER_PAGE);
}

/** Loads as much of a thread as leads to this message. False when it is not in there. */
export async function fetchUntil(client: QueryClient, id: string, messageId: string): Promise<boolean> {
  for (;;) {
    const thread = readThread(client, id);
    if (thread?.messages.some((message) => message.id === messageId)) return true;
    if (!thread?.oldest || !thread.hasOlder) return false;
    const page = await doors.messages(id, { before: thread.oldest, around: messageId });
    if (page.length === 0) return false;
    putPage(client, id, page, true);
  }
}

/** Too far behind to catch up: everything shown is asked for anew, and nothing older is trusted. */
export async function startAfresh(client: QueryClient): Promise<void> {
  client.removeQueries({ queryKey: ["inbox", "thread"], type: "inactive" });
  client.removeQueries({ queryKey: ["inbox", "asides"], type: "inactive" });
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ["inbox", "thread"] })) {
    client.setQueryData<Thread>(queryKey, (thread) => thread && { ...onlyPending(thread) });
  }
  void client.invalidateQueries({ queryKey: ["topic"] });
  await client.refetchQueries({ queryKey: ["inbox"], type: "active" });
  client.removeQueries({ queryKey: ["inbox", "window"], type: "inactive" });
}

function onlyPending(thread: Thread): Thread {
  return { ...EMPTY_THREAD, messages: thread.messages.filter(({ version }) => version === 0) };
}

function putRows(client: QueryClient, rows: ConversationSummary[]): void {
  client.setQueryData<Rows>(keys.rows, (known) => mergeRows(known ?? NO_ROWS, rows));
}

function putPage(client: QueryClient, id: string, page: ConversationMessage[], hasOlder: boolean): void {
  client.setQueryData<Thread>(keys.thread(id), (known) =>
    mergePage(known ?? EMPTY_THREAD, page, hasOlder, readGone(client)),
  );
}

function windowOf({ sort }: ListPlace, page: ConversationSummary[], isComplete: boolean): ListWindow {
  const last = page.at(-1);
  return { end: last ? keyOf(last, sort, new Date()) : null, isComplete };
}

function readGone(client: QueryClient): ReadonlySet<string> {
  return client.getQueryData<ReadonlySet<string>>(keys.gone) ?? NOBODY;
}

function readState(client: QueryClient): InboxState {
  const threads = client
    .getQueriesData<Thread>({ queryKey: ["inbox", "thread"] })
    .flatMap(([key, thread]) => (thread ? [[String(key[2]), thread] as const] : []));
  return { rows: readRows(client), threads: Object.fromEntries(threads), goneIds: readGone(client) };
}
