import { expect, test } from "vitest";
import { keyOf } from "#lib/inbox/views.ts";
import { arrange } from "./arrange.ts";
import { conversationRow } from "./test-rows.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const COMPLETE = { end: null, isComplete: true };
const DAY = 24 * 60;
const row = (id: string, minute: number, given = {}) =>
  conversationRow({
    id,
    lastMessageAt: at(minute),
    lastInboundAt: at(minute),
    answerableUntil: at(minute + DAY),
    ...given,
  });
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).join("");

test("the newest stand on top, and nothing from behind what was loaded is shown", () => {
  const rows = [row("a", 1), row("b", 3), row("c", 2)];
  const newest = { sort: "newest" } as const;
  expect(ids(arrange(rows, newest, COMPLETE, NOW, () => true))).toBe("bca");
  const end = { at: at(2), id: "c", isPast: false };
  expect(ids(arrange(rows, newest, { end, isComplete: false }, NOW, () => true))).toBe("bc");
  expect(ids(arrange(rows, newest, COMPLETE, NOW, ({ id }) => id !== "c"))).toBe("ba");
});

test("a pinned row keeps its place although it became the newest", () => {
  const before = [row("a", 1), row("b", 3), row("c", 2)];
  const pins = new Map([["c", keyOf(before[2] as (typeof before)[0], "newest", NOW)]]);
  const after = [row("a", 1), row("b", 3), row("c", 9)];
  expect(ids(arrange(after, { sort: "newest" }, COMPLETE, NOW, () => true, pins))).toBe("bca");
  expect(ids(arrange(after, { sort: "newest" }, COMPLETE, NOW, () => true))).toBe("cba");
});

test("by closing time those that can still be answered come first, the most urgent on top", () => {
  const rows = [
    row("open", -60),
    row("over", -2 * DAY),
    row("soon", -23 * 60),
    row("older", -3 * DAY),
    row("refused", -30, { answerableUntil: null }),
    row("silent", -10, { lastInboundAt: null, answerableUntil: null }),
  ];
  const order = arrange(rows, { sort: "closing" }, COMPLETE, NOW, () => true).map(({ id }) => id);
  expect(order).toEqual(["soon", "open", "silent", "refused", "over", "older"]);
});

function at(minute: number): string {
  return new Date(NOW.getTime() + minute * 60_000).toISOString();
}
