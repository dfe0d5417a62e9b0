import { describe, expect, test } from "vitest";
import { messageRow } from "./test-rows.ts";
import { firstUnread, threadItems } from "./thread-items.ts";
import type { ConversationMessage } from "./types.ts";

const BERLIN = { timeZone: "Europe/Berlin", contactReadAt: null, firstUnreadId: null };

describe("threadItems", () => {
  test("a new day begins at the reader's midnight, not at Greenwich's", () => {
    const messages = [message("a", "2026-11-21T22:30:00Z"), message("b", "2026-11-21T23:30:00Z")];
    expect(shape(messages)).toEqual(["day", "a", "day", "b"]);
    const inGreenwich = threadItems(messages, { ...BERLIN, timeZone: "UTC" }).map(({ type }) => type);
    expect(inGreenwich).toEqual(["day", "message", "message"]);
  });

  test("bubbles of one author within five minutes are one group", () => {
    const items = threadItems(
      [
        message("a", "2026-11-22T10:00:00Z"),
        message("b", "2026-11-22T10:04:00Z"),
        message("c", "2026-11-22T10:20:00Z"),
      ],
      BERLIN,
    );
    const groups = items.flatMap((item) =>
      item.type === "message" ? [[item.isFirst, item.isLast, item.showsAuthor]] : [],
    );
    expect(groups).toEqual([
      [true, false, true],
      [false, true, false],
      [true, true, false],
    ]);
  });

  test("the divider stands before the first unread message and splits its group", () => {
    const items = threadItems([message("a", "2026-11-22T10:00:00Z"), message("b", "2026-11-22T10:01:00Z")], {
      ...BERLIN,
      firstUnreadId: "b",
    });
    expect(items.map(({ type }) => type)).toEqual(["day", "message", "new", "message"]);
    expect(items.at(-1)).toMatchObject({ isFirst: true });
  });
});

describe("what stands between messages", () => {
  const extra = (key: string, at: string) => ({ key, at: new Date(at).toISOString(), element: key });
  const messages = [message("a", "2026-11-22T10:00:00Z"), message("b", "2026-11-22T10:02:00Z")];

  test("stands where its time puts it and splits the group around it", () => {
    const items = threadItems(messages, { ...BERLIN, extras: [extra("note", "2026-11-22T10:01:00Z")] });
    expect(items.map(({ key }) => key)).toEqual(["day 2026-11-22", "a", "note", "b"]);
    expect(items.flatMap((item) => (item.type === "message" ? [[item.isFirst, item.isLast]] : []))).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test("has days of its own, before and behind the messages", () => {
    const extras = [extra("first", "2026-11-20T10:00:00Z"), extra("last", "2026-11-23T10:00:00Z")];
    const items = threadItems(messages, { ...BERLIN, extras });
    expect(items.map(({ key }) => key)).toEqual([
      "day 2026-11-20",
      "first",
      "day 2026-11-22",
      "a",
      "b",
      "day 2026-11-23",
      "last",
    ]);
  });

  test("waits for the messages around it to be loaded", () => {
    const extras = [extra("old", "2026-11-20T10:00:00Z"), extra("note", "2026-11-22T10:01:00Z")];
    const items = threadItems(messages, { ...BERLIN, extras, hasOlder: true });
    expect(items.map(({ key }) => key)).toEqual(["day 2026-11-22", "a", "note", "b"]);
  });
});

describe("firstUnread", () => {
  const thread = [
    message("a", "2026-11-22T10:00:00Z"),
    message("ours", "2026-11-22T10:01:00Z", "outbound"),
    message("b", "2026-11-22T10:02:00Z"),
    message("c", "2026-11-22T10:03:00Z"),
  ];
  test("counts the customer's messages only", () => expect(firstUnread(thread, 2)).toBe("b"));
  test("is the first loaded one when more are unread than are loaded", () => expect(firstUnread(thread, 99)).toBe("a"));
  test("is nothing in a thread without the customer", () => expect(firstUnread([], 3)).toBeNull());
});

function message(id: string, at: string, direction: "inbound" | "outbound" = "inbound"): ConversationMessage {
  return messageRow({ id, occurredAt: new Date(at).toISOString(), direction });
}

function shape(messages: ConversationMessage[]): string[] {
  return threadItems(messages, BERLIN).map((item) => (item.type === "message" ? item.message.id : item.type));
}
