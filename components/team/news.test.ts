import { expect, test } from "vitest";
import { conversationRow } from "#components/inbox/test-rows.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { newestArrival, newsIn } from "./news.ts";

const since = "2026-11-22T10:00:00.000Z";

test("news is what a customer wrote after everything that was known", () => {
  const old = row("old", since);
  const fresh = row("fresh", "2026-11-22T10:00:01.000Z");
  expect(newestArrival({ old })).toBe(since);
  expect(newsIn({ old, fresh }, since)).toEqual([fresh]);
  expect(newsIn({ old, fresh }, newestArrival({ old, fresh }))).toEqual([]);
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
  expect(newsIn({ ours, unsent, read, muted }, since)).toEqual([]);
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
