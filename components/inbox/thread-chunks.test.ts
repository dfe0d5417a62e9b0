import { describe, expect, test } from "vitest";
import { messageRow } from "./test-rows.ts";
import { threadChunks } from "./thread-chunks.ts";
import { keepSame, type ThreadItem, threadItems } from "./thread-items.ts";

const PLACE = { timeZone: "Europe/Berlin", contactReadAt: null, firstUnreadId: null };

describe("threadChunks", () => {
  test("every item stands in one chunk, in its order", () => {
    const items = thread(0, 120);
    expect(threadChunks(items, new Set()).flatMap((chunk) => chunk.items)).toEqual(items);
  });

  test("no message moves to another chunk when older and newer ones come", () => {
    const starts = new Set<string>();
    const before = homes(threadChunks(thread(100, 200), starts));
    const after = homes(threadChunks(thread(37, 263), starts));
    for (const [key, chunk] of before) expect(after.get(key)).toBe(chunk);
    expect(new Set(after.values()).size).toBeLessThan(14);
  });

  test("a thread of nothing but notes is one chunk, an empty one none", () => {
    const items = threadItems([], {
      ...PLACE,
      extras: [{ key: "n", at: "2026-11-22T10:00:00.000Z", element: "Note" }],
    });
    expect(threadChunks(items, new Set())).toHaveLength(1);
    expect(threadChunks([], new Set())).toEqual([]);
  });
});

describe("keepSame", () => {
  test("only what changed is a new item", () => {
    const before = thread(0, 50);
    const after = thread(0, 51);
    const kept = keepSame(after, new Map(before.map((item) => [item.key, item])));
    const fresh = kept.filter((item) => !before.includes(item)).map(({ key }) => key);
    expect(fresh).toEqual(["message-49", "message-50"]);
  });
});

function homes(chunks: { key: string; items: ThreadItem[] }[]): Map<string, string> {
  return new Map(
    chunks.flatMap(({ key, items }) =>
      items.filter(({ type }) => type === "message").map((item) => [item.key, key] as const),
    ),
  );
}

const rows = Array.from({ length: 300 }, (_, index) =>
  messageRow({ id: `message-${index}`, occurredAt: new Date(Date.UTC(2026, 10, 20) + index * 60_000).toISOString() }),
);

function thread(from: number, to: number): ThreadItem[] {
  return threadItems(rows.slice(from, to), PLACE);
}
