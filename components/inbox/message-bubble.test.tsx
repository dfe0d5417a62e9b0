// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { MessageBubble } from "./message-bubble.tsx";
import { shownStatus } from "./message-status.tsx";
import { renderInbox } from "./render.tsx";
import { messageRow } from "./test-rows.ts";
import type { ConversationMessage } from "./types.ts";

afterEach(cleanup);

function bubble(given: Partial<ConversationMessage>, contactReadAt: string | null = null) {
  const message = messageRow(given);
  return (
    <MessageBubble
      message={message}
      status={shownStatus(message, contactReadAt)}
      contactName="Lena"
      isFirst
      isLast
      showsAuthor
      isAdmin={false}
      jumpTo={() => undefined}
    />
  );
}

describe("a reply says its state in words", () => {
  test.each([
    ["queued", "Queued", "Wartet"],
    ["sending", "Sending", "Wird gesendet"],
    ["sent", "Sent", "Gesendet"],
    ["failed", "Failed", "Fehlgeschlagen"],
    ["unconfirmed", "Unconfirmed", "Unbestätigt"],
  ] as const)("%s", (status, english, german) => {
    renderInbox(bubble({ direction: "outbound", status }));
    expect(screen.getByText(english)).toBeDefined();
    cleanup();
    renderInbox(bubble({ direction: "outbound", status }), { locale: "de" });
    expect(screen.getByText(german)).toBeDefined();
  });

  test("seen once the customer looked after it was sent, not before", () => {
    const sent = { direction: "outbound", status: "sent", occurredAt: "2026-11-22T10:00:00.000Z" } as const;
    renderInbox(bubble(sent, "2026-11-22T10:00:01.000Z"));
    expect(screen.getByText("Seen")).toBeDefined();
    cleanup();
    renderInbox(bubble(sent, "2026-11-22T09:59:59.000Z"));
    expect(screen.queryByText("Seen")).toBeNull();
  });
});

describe("a reply that failed", () => {
  const failure = { reason: "person_unavailable", code: 551, subcode: null, traceId: "Aq1" };

  test("says why in plain words first, codes only under Details", () => {
    renderInbox(bubble({ direction: "outbound", status: "failed", failure }));
    expect(screen.getByText("Instagram says this person can no longer be messaged. Nothing was sent.")).toBeDefined();
    expect(screen.getByText(/551/).closest("details")).not.toBeNull();
    expect(screen.getByText(/Aq1/).closest("details")).not.toBeNull();
  });

  test("is not to be sent again while it is looked for, whatever one does about a refusal", () => {
    const unknown = { ...failure, reason: "temporary", code: 2 };
    renderInbox(bubble({ direction: "outbound", status: "unconfirmed", failure: unknown }));
    expect(screen.getByText(/^We are looking for it in Instagram.* it could arrive twice\.$/)).toBeDefined();
    expect(screen.queryByText("Wait a while, then try again.")).toBeNull();
    cleanup();
    const notThere = { ...failure, reason: "not_found_in_conversation", code: 2 };
    renderInbox(bubble({ direction: "outbound", status: "unconfirmed", failure: notThere }), { locale: "de" });
    expect(screen.getByText("Noch einmal senden?")).toBeDefined();
    expect(screen.queryByText(/Wir suchen/)).toBeNull();
  });

  test("is tried again by the button next to it", async () => {
    const retry = vi.fn();
    const message = { direction: "outbound", status: "failed", failure } as const;
    renderInbox(bubble(message), {
      replies: { send: vi.fn(), takeBack: vi.fn(), undoUntil: () => null, retry, discard: vi.fn() },
    });
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalledExactlyOnceWith(messageRow(message));
  });

  test("that never reached the server says that the text is kept", () => {
    const offline = { ...failure, reason: "offline", code: null, traceId: null };
    renderInbox(bubble({ direction: "outbound", status: "failed", version: 0, failure: offline }));
    expect(screen.getByText(/cannot be reached. What you wrote is kept/)).toBeDefined();
  });

  test("for a reason nobody foresaw still has a sentence", () => {
    renderInbox(bubble({ direction: "outbound", status: "failed", failure: { ...failure, reason: "brand_new" } }));
    expect(screen.getByText("Instagram refused without giving a reason we know.")).toBeDefined();
  });
});

describe("what a customer sends", () => {
  test("script in a text is text", () => {
    const { container } = renderInbox(bubble({ text: '<img src=x onerror="alert(1)"> javascript:alert(1)' }));
    expect(container.querySelector("img, a")).toBeNull();
  });

  test("unsent: a tombstone and nothing of the content", () => {
    renderInbox(bubble({ text: "secret", deletedAt: "2026-11-22T11:00:00.000Z" }));
    expect(screen.getByText("Lena unsent this message")).toBeDefined();
    expect(screen.queryByText("secret")).toBeNull();
  });

  test("a tap on a button is told apart from words", () => {
    renderInbox(bubble({ kind: "postback", text: "Opening hours", payload: "HOURS" }));
    expect(screen.getByText("Tapped")).toBeDefined();
  });

  test("a kind nobody knows is a card, with the raw content for those who get it", () => {
    renderInbox(bubble({ kind: "unknown", text: null, raw: '{"new_thing":1}' }));
    expect(screen.getByText(/does not know yet/)).toBeDefined();
    expect(screen.getByText(/new_thing/).closest("details")).not.toBeNull();
  });

  test("media without a file is a placeholder that names its kind", () => {
    const gone = {
      type: "video",
      rawType: "video",
      title: null,
      mediaId: null,
      template: null,
      linkUrl: null,
      mediaPath: null,
    } as const;
    renderInbox(bubble({ text: null, attachments: [gone] }));
    expect(screen.getByText("Video is no longer available at Instagram")).toBeDefined();
  });

  test("reactions are told in words", () => {
    renderInbox(bubble({ reactions: [{ by: "contact", emoji: "❤️", at: "2026-11-22T10:00:00.000Z" }] }));
    expect(screen.getByText("Lena reacted with ❤️")).toBeDefined();
  });
});
