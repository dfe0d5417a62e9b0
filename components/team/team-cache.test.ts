import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyTeamDelta, type Colleague, putAsides, putNote, putPresence, removeNote, teamKeys } from "./team-cache.ts";
import type { ConversationNote } from "./types.ts";

let client: QueryClient;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
});

test("who looks where ends by itself, and writing before looking", () => {
  putPresence(client, [{ ...ben, hereForMs: 45_000, writingForMs: 7_000 }]);
  expect(seen()).toEqual([{ ...ben, isWriting: true }]);
  vi.advanceTimersByTime(7_100);
  expect(seen()).toEqual([{ ...ben, isWriting: false }]);
  vi.advanceTimersByTime(38_000);
  expect(seen()).toEqual([]);
});

test("a newer word replaces the older one and its end", () => {
  putPresence(client, [{ ...ben, hereForMs: 1_000, writingForMs: 0 }]);
  putPresence(client, [{ ...ben, hereForMs: 45_000, writingForMs: 0 }]);
  vi.advanceTimersByTime(2_000);
  expect(seen()).toHaveLength(1);
  putPresence(client, []);
  expect(seen()).toEqual([]);
});

test("what nobody notices keeps its identity, so that nothing is drawn for it", () => {
  putPresence(client, [{ ...ben, hereForMs: 30_000, writingForMs: 0 }]);
  const before = seen();
  putPresence(client, [{ ...ben, hereForMs: 45_000, writingForMs: 0 }]);
  expect(seen()).toBe(before);
});

test("notes reach only the conversation they belong to, and only where it was opened", () => {
  putAsides(client, "c1", { notes: [], events: [] });
  applyTeamDelta(client, { notes: [note("a", "c1"), note("b", "c2")] });
  expect(ids("c1")).toEqual(["a"]);
  expect(client.getQueryData(teamKeys.asides("c2"))).toBeUndefined();
  applyTeamDelta(client, { goneNoteIds: ["a"] });
  applyTeamDelta(client, { notes: [note("a", "c1")] });
  expect(ids("c1")).toEqual([]);
});

test("a note that the server refused may be tried again under its id; one that was deleted stays away", () => {
  const pending = { ...note("a", "c1"), version: 0 };
  putNote(client, pending);
  removeNote(client, pending);
  expect(ids("c1")).toEqual([]);
  putNote(client, note("a", "c1"));
  expect(ids("c1")).toEqual(["a"]);
  removeNote(client, note("a", "c1"));
  putNote(client, note("a", "c1"));
  expect(ids("c1")).toEqual([]);
});

test("a conversation that is gone takes its notes along", () => {
  putAsides(client, "c1", { notes: [note("a", "c1")], events: [] });
  applyTeamDelta(client, { goneConversationIds: ["c1"] });
  expect(client.getQueryData(teamKeys.asides("c1"))).toBeUndefined();
});

const ben = { memberId: "m2", name: "Ben", conversationId: "c1" };

function seen() {
  return client.getQueryData<Colleague[]>(teamKeys.presence);
}

function ids(conversationId: string) {
  return client.getQueryData<{ notes: ConversationNote[] }>(teamKeys.asides(conversationId))?.notes.map(({ id }) => id);
}

function note(id: string, conversationId: string): ConversationNote {
  const author = { id: "m1", name: "Anna" };
  const createdAt = "2026-11-22T10:00:00.000Z";
  return { id, version: 1, conversationId, author, text: id, mentions: [], createdAt, editedAt: null };
}
