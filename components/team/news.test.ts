import fc from "fast-check";
import { expect, test } from "vitest";
import { conversationRow } from "#components/inbox/test-rows.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { type Told, takeNews } from "./news.ts";

const openedAt = "2026-11-22T10:00:00.000Z";

test("news is what a customer wrote after the page was opened, once", () => {
  const told = new Map();
  const old = row("old", openedAt);
  const fresh = row("fresh", "2026-11-22T10:00:01.000Z");
  expect(takeNews({ old, fresh }, told, openedAt)).toEqual([fresh]);
  expect(takeNews({ old, fresh }, told, openedAt)).toEqual([]);
  const answered = row("old", "2026-11-22T10:00:02.000Z");
  expect(takeNews({ old: answered, fresh }, told, openedAt)).toEqual([answered]);
});

test("every message is told exactly once, in whatever order the conversations hear of theirs", () => {
  const moments = fc.array(fc.record({ id: fc.constantFrom("a", "b", "c"), second: fc.integer({ min: 1, max: 59 }) }));
  fc.assert(
    fc.property(moments, (heard) => {
      const told: Told = new Map();
      const rows: Record<string, ConversationSummary> = {};
      const expected: Record<string, number> = {};
      let count = 0;
      for (const { id, second } of heard) {
        const isNewer = second > (expected[id] ?? 0);
        // A conversation's newest message never becomes older.
        if (isNewer) rows[id] = row(id, `2026-11-22T10:00:${String(second).padStart(2, "0")}.000Z`);
        expected[id] = Math.max(second, expected[id] ?? 0);
        count += takeNews(rows, told, openedAt).length - (isNewer ? 1 : 0);
      }
      expect(count).toBe(0);
    }),
  );
});

test("a conversation that comes into sight by scrolling is no news", () => {
  const told = new Map();
  takeNews({ known: row("known", openedAt) }, told, openedAt);
  expect(takeNews({ older: row("older", "2026-11-20T10:00:00.000Z") }, told, openedAt)).toEqual([]);
});

test("ours, what is read already, what was unsent and what muted customers write are no news", () => {
  const at = "2026-11-22T10:00:01.000Z";
  const ours = row("ours", at);
  if (ours.lastMessage) ours.lastMessage.direction = "outbound";
  const unsent = row("unsent", at);
  if (unsent.lastMessage) unsent.lastMessage.isDeleted = true;
  const read = { ...row("read", at), unreadCount: 0 };
  const muted = row("muted", at);
  muted.contact.isMuted = true;
  expect(takeNews({ ours, unsent, read, muted }, new Map(), openedAt)).toEqual([]);
});

function row(id: string, lastMessageAt: string): ConversationSummary {
  const lastMessage = {
    id: `message-${id}`,
    version: 1,
    direction: "inbound" as const,
    kind: "message",
    text: "Hello",
    attachmentTypes: [],
    hasStory: false,
    isDeleted: false,
    status: null,
    sentBy: null,
  };
  const { contact } = conversationRow();
  return conversationRow({ id, lastMessage, lastMessageAt, unreadCount: 1, contact: { ...contact } });
}
