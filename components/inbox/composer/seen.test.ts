import { beforeEach, expect, test, vi } from "vitest";
import { messageRow } from "../test-rows.ts";
import { createSeenMessages } from "./seen.ts";

const inSight = new Set<string>();
const first = messageRow({ id: "m1", seq: 10 });
const second = messageRow({ id: "m2", seq: 12 });
const own = messageRow({ id: "m3", seq: 14, direction: "outbound", sentBy: { id: "member-1", name: "Anna" } });

let isBegun = false;
const look = { isInSight: (id: string) => inSight.has(id), isBegun: () => isBegun };

function makeSeen() {
  const seen = createSeenMessages("member-1", look);
  seen.show([first]);
  return seen;
}

beforeEach(() => {
  vi.useFakeTimers();
  inSight.clear();
  isBegun = false;
  return () => vi.useRealTimers();
});

test("before the thread is there nothing is known; what it opened with was seen", () => {
  const seen = createSeenMessages("member-1", look);
  expect(seen.throughSeq()).toBeUndefined();
  seen.show([first, second]);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([12, false]);
});

test("what arrives is seen once it has stood in sight for a moment", () => {
  const seen = makeSeen();
  inSight.add("m2");
  seen.show([first, second]);
  vi.advanceTimersByTime(1_000);
  expect(seen.throughSeq()).toBe(11);
  vi.advanceTimersByTime(600);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([12, false]);
});

test("what stands below the edge of the screen was not seen, however long ago it came", () => {
  const seen = makeSeen();
  seen.show([first, second]);
  vi.advanceTimersByTime(60_000);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([11, true]);
  inSight.add("m2");
  vi.advanceTimersByTime(1_000);
  inSight.clear();
  vi.advanceTimersByTime(400);
  inSight.add("m2");
  vi.advanceTimersByTime(1_000);
  expect(seen.hasUnseen()).toBe(true);
  vi.advanceTimersByTime(800);
  expect(seen.hasUnseen()).toBe(false);
});

test("a reply that was begun before a customer's message takes it into account once it is written on", () => {
  const seen = makeSeen();
  isBegun = true;
  inSight.add("m2");
  seen.show([first, second]);
  seen.wrote();
  vi.advanceTimersByTime(60_000);
  expect(seen.hasUnseen()).toBe(true);
  seen.wrote();
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([12, false]);
});

test("a colleague's answer stops whatever was begun before it, and nothing that is begun after", () => {
  const seen = makeSeen();
  isBegun = true;
  inSight.add("m4");
  seen.show([first, messageRow({ ...own, id: "m4", sentBy: { id: "member-2", name: "Ben" } })]);
  vi.advanceTimersByTime(60_000);
  seen.wrote();
  expect(seen.hasUnseen()).toBe(true);
  isBegun = false;
  vi.advanceTimersByTime(400);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([14, false]);
});

test("one's own messages need not be seen, a colleague's must, and pending ones have no place", () => {
  const seen = makeSeen();
  seen.show([first, own, messageRow({ id: "p", seq: Number.MAX_SAFE_INTEGER - 1, version: 0, direction: "outbound" })]);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([14, false]);
  seen.show([first, own, messageRow({ ...own, id: "m4", seq: 15, sentBy: { id: "member-2", name: "Ben" } })]);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([14, true]);
});

test("an own message that overtook an unseen one does not hide it", () => {
  const seen = makeSeen();
  seen.show([first, second, own]);
  expect(seen.throughSeq()).toBe(11);
});

test("whoever was told has seen it", () => {
  const seen = makeSeen();
  seen.show([first, second]);
  seen.accept(12);
  expect([seen.throughSeq(), seen.hasUnseen()]).toEqual([12, false]);
  seen.show([first, second]);
  expect(seen.hasUnseen()).toBe(false);
});
