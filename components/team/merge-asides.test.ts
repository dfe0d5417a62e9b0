import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KnownAsides, mergeAsides, NO_ASIDES } from "./merge-asides.ts";
import type { ConversationNote, TimelineEvent } from "./types.ts";

type Change = Parameters<typeof mergeAsides>[1];

describe("mergeAsides", () => {
  test("any order, any repetition of changes gives the same notes and lines", () => {
    fc.assert(
      fc.property(changesAndShuffle, ({ changes, shuffled }) => {
        expect(plain(shuffled.reduce(mergeAsides, NO_ASIDES))).toEqual(plain(changes.reduce(mergeAsides, NO_ASIDES)));
      }),
      { numRuns: 300 },
    );
  });

  test("ends with the newest version of every note, and none that was deleted", () => {
    fc.assert(
      fc.property(changesAndShuffle, ({ changes, shuffled }) => {
        const { notes } = shuffled.reduce(mergeAsides, NO_ASIDES);
        const gone = new Set(changes.flatMap(({ goneNoteIds }) => goneNoteIds));
        const newest = new Map<string, number>();
        for (const { id, version } of changes.flatMap((change) => change.notes)) {
          if (!gone.has(id)) newest.set(id, Math.max(version, newest.get(id) ?? 0));
        }
        expect(new Map(notes.map(({ id, version }) => [id, version]))).toEqual(newest);
      }),
    );
  });

  test("a note that was read before it was deleted does not come back", () => {
    const deleted = mergeAsides(NO_ASIDES, change({ goneNoteIds: ["a"] }));
    expect(mergeAsides(deleted, change({ notes: [note("a", 3)] })).notes).toEqual([]);
  });

  test("the server's note takes the place of the one that was there first", () => {
    const shown = mergeAsides(NO_ASIDES, change({ notes: [{ ...note("a", 0), text: "typed" }] }));
    const { notes } = mergeAsides(shown, change({ notes: [note("a", 1)] }));
    expect(notes).toEqual([note("a", 1)]);
  });

  test("notes and lines stand in the order of time, and what did not change keeps its identity", () => {
    const first = mergeAsides(NO_ASIDES, change({ notes: [note("b", 1)], events: [line("y")] }));
    const both = mergeAsides(first, change({ notes: [note("a", 1)], events: [line("x")] }));
    expect(both.notes.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(both.events.map(({ id }) => id)).toEqual(["x", "y"]);
    expect(both.notes[1]).toBe(first.notes[0]);
    expect(mergeAsides(both, change({ notes: [note("a", 1)], events: [line("x")] }))).toBe(both);
  });
});

const anyChange: fc.Arbitrary<Change> = fc.record({
  notes: fc.array(
    fc
      .record({ id: fc.constantFrom("a", "b", "c"), version: fc.integer({ min: 1, max: 5 }) })
      .map(({ id, version }) => note(id, version)),
    { maxLength: 3 },
  ),
  events: fc.array(fc.constantFrom("x", "y", "z").map(line), { maxLength: 2 }),
  goneNoteIds: fc.array(fc.constantFrom("b", "c"), { maxLength: 1 }),
});
const changesAndShuffle = fc
  .array(anyChange, { minLength: 1, maxLength: 6 })
  .chain((changes) =>
    fc
      .shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 })
      .map((shuffled) => ({ changes, shuffled })),
  );

function change(given: Partial<Change>): Change {
  return { notes: [], events: [], goneNoteIds: [], ...given };
}

function note(id: string, version: number): ConversationNote {
  const author = { id: "member-1", name: "Anna" };
  const createdAt = `2026-11-22T10:0${id.charCodeAt(0) - 97}:00.000Z`;
  return {
    id,
    version,
    conversationId: "conversation-1",
    author,
    text: `${id} ${version}`,
    mentions: [],
    createdAt,
    editedAt: null,
  };
}

function line(id: string): TimelineEvent {
  const at = `2026-11-22T10:0${id.charCodeAt(0) - 120}:00.000Z`;
  const by = { id: "member-1", name: "Anna", isProgram: false };
  return { id, conversationId: "conversation-1", kind: "closed", at, by, assignee: null, label: null, until: null };
}

function plain({ notes, events, goneIds }: KnownAsides) {
  return { notes, events, goneIds: [...goneIds].sort() };
}
