import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMPTY_THREAD, type InboxState, mergeDelta, mergePage, type Thread } from "./merge.ts";
import { conversationRow, messageRow } from "./test-rows.ts";
import type { ConversationMessage, InboxDelta } from "./types.ts";

const NOTHING_GONE: ReadonlySet<string> = new Set();
type Change = Pick<InboxDelta, "conversations" | "messages" | "goneMessageIds">;

describe("mergeDelta", () => {
  test("any order, any repetition of deltas gives the same state", () => {
    fc.assert(
      fc.property(deltasAndShuffle, ({ deltas, shuffled }) => {
        const start = loadedState();
        expect(plain(shuffled.reduce(mergeDelta, start))).toEqual(plain(deltas.reduce(mergeDelta, start)));
      }),
      { numRuns: 300 },
    );
  });

  test("ends with the newest version of everything and nothing that is gone", () => {
    fc.assert(
      fc.property(deltasAndShuffle, ({ deltas, shuffled }) => {
        const { threads } = shuffled.reduce(mergeDelta, loadedState());
        const gone = new Set(deltas.flatMap((delta) => delta.goneMessageIds));
        const newest = new Map<string, number>();
        for (const { id, version } of deltas.flatMap((delta) => delta.messages)) {
          newest.set(id, Math.max(version, newest.get(id) ?? 0));
        }
        for (const message of threads["conversation-1"]?.messages ?? []) {
          expect(gone.has(message.id)).toBe(false);
          if (newest.has(message.id)) expect(message.version).toBeGreaterThanOrEqual(newest.get(message.id) ?? 0);
        }
      }),
    );
  });

  test("keeps the thread in the order of time, then of arrival", () => {
    const late = message("b", { occurredAt: at(2), seq: 9 });
    const early = message("a", { occurredAt: at(1), seq: 10 });
    const same = message("c", { occurredAt: at(2), seq: 11 });
    const { threads } = mergeDelta(loadedState(), change({ messages: [same, late, early] }));
    expect(ids(threads["conversation-1"])).toEqual(["old", "a", "b", "c"]);
  });

  test("an older version never replaces a newer one", () => {
    const start = mergeDelta(loadedState(), change({ messages: [message("a", { version: 5, text: "new" })] }));
    const after = mergeDelta(start, change({ messages: [message("a", { version: 4, text: "old" })] }));
    expect(after).toBe(start);
  });

  test("the server's row takes the place of the bubble that was there first", () => {
    const pending = message("a", { version: 0, seq: Number.MAX_SAFE_INTEGER, direction: "outbound", status: "queued" });
    const stored = message("a", { version: 1, seq: 12, direction: "outbound", status: "sent" });
    const start = mergeDelta(loadedState(), change({ messages: [pending] }));
    const { threads } = mergeDelta(start, change({ messages: [stored] }));
    expect(ids(threads["conversation-1"])).toEqual(["old", "a"]);
    expect(threads["conversation-1"]?.messages[1]?.status).toBe("sent");
  });

  test("what did not change keeps its identity", () => {
    const start = loadedState();
    const { threads } = mergeDelta(start, change({ messages: [message("a", { occurredAt: at(3) })] }));
    expect(threads["conversation-1"]?.messages[0]).toBe(start.threads["conversation-1"]?.messages[0]);
  });

  test("what is older than the loaded pages waits for its page", () => {
    const { threads } = mergeDelta(loadedState(), change({ messages: [message("a", { occurredAt: at(-5) })] }));
    expect(ids(threads["conversation-1"])).toEqual(["old"]);
  });

  test("threads that were never opened are left to their first look", () => {
    const { threads } = mergeDelta(
      loadedState(),
      change({ messages: [message("a", { conversationId: "elsewhere" })] }),
    );
    expect(Object.keys(threads)).toEqual(["conversation-1"]);
  });

  test("a row follows both its own version and that of what the member has read", () => {
    const read = conversationRow({ version: 3, readVersion: 2, unreadCount: 0 });
    const unread = conversationRow({ version: 3, readVersion: 1, unreadCount: 4 });
    const { rows } = mergeDelta(
      mergeDelta(loadedState(), change({ conversations: [read] })),
      change({ conversations: [unread] }),
    );
    expect(rows["conversation-1"]?.unreadCount).toBe(0);
  });
});

describe("mergePage", () => {
  test("what arrived while the page was on its way is still there, in its place", () => {
    const waiting = mergeDelta(
      { rows: {}, threads: { "conversation-1": EMPTY_THREAD }, goneIds: NOTHING_GONE },
      change({ messages: [message("new", { occurredAt: at(9) })] }),
    );
    const thread = waiting.threads["conversation-1"] as Thread;
    const page = [message("b", { occurredAt: at(2) }), message("a", { occurredAt: at(1) })];
    const loaded = mergePage(thread, page, true, NOTHING_GONE);
    expect(ids(loaded)).toEqual(["a", "b", "new"]);
    expect(loaded).toMatchObject({ isLoaded: true, hasOlder: true, oldest: { occurredAt: at(1) } });
  });

  test("a page that was read before a message went away does not bring it back", () => {
    const thread = mergePage(EMPTY_THREAD, [message("a")], false, new Set(["a"]));
    expect(ids(thread)).toEqual([]);
  });

  test("an older page goes on top and moves the end", () => {
    const first = mergePage(EMPTY_THREAD, [message("c", { occurredAt: at(3) })], true, NOTHING_GONE);
    const both = mergePage(
      first,
      [message("b", { occurredAt: at(2) }), message("a", { occurredAt: at(1) })],
      false,
      NOTHING_GONE,
    );
    expect(ids(both)).toEqual(["a", "b", "c"]);
    expect(both).toMatchObject({ hasOlder: false, oldest: { occurredAt: at(1) } });
  });
});

/** A message's content follows from its id and version, as it does in one database. */
const anyMessage = fc
  .record({ id: fc.constantFrom("a", "b", "c", "d", "e"), version: fc.integer({ min: 1, max: 6 }) })
  .map(({ id, version }) => message(id, { version, text: `${id} ${version}`, occurredAt: at(id.charCodeAt(0) - 98) }));
const anyRow = fc
  .record({ version: fc.integer({ min: 1, max: 6 }), readVersion: fc.constantFrom(0) })
  .map(({ version, readVersion }) => conversationRow({ version, readVersion, unreadCount: version }));
const anyDelta: fc.Arbitrary<Change> = fc.record({
  conversations: fc.array(anyRow, { maxLength: 2 }),
  messages: fc.array(anyMessage, { maxLength: 4 }),
  goneMessageIds: fc.array(fc.constantFrom("d", "e", "old"), { maxLength: 1 }),
});
const deltasAndShuffle = fc
  .array(anyDelta, { minLength: 1, maxLength: 6 })
  .chain((deltas) =>
    fc
      .shuffledSubarray([...deltas, ...deltas], { minLength: deltas.length * 2 })
      .map((shuffled) => ({ deltas, shuffled })),
  );

function loadedState(): InboxState {
  const page = [message("old", { occurredAt: at(0), seq: 0 })];
  const thread = mergePage(EMPTY_THREAD, page, true, NOTHING_GONE);
  return { rows: {}, threads: { "conversation-1": thread }, goneIds: NOTHING_GONE };
}

function change(given: Partial<Change>): Change {
  return { conversations: [], messages: [], goneMessageIds: [], ...given };
}

function message(id: string, given: Partial<ConversationMessage> = {}): ConversationMessage {
  return messageRow({ id, seq: id.charCodeAt(0), ...given });
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString();
}

function ids(thread: Thread | undefined): string[] {
  return thread?.messages.map(({ id }) => id) ?? [];
}

function plain(state: InboxState) {
  return { ...state, goneIds: [...state.goneIds].sort() };
}
