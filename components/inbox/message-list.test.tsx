// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MessageList } from "./message-list.tsx";
import { renderInbox } from "./render.tsx";
import { conversationRow, messageRow } from "./test-rows.ts";
import type { ThreadExtra } from "./thread-items.ts";
import type { ConversationMessage } from "./types.ts";
import type { Jump } from "./use-jump.ts";

/** The page's own measure of what is in sight, told by hand: happy-dom lays nothing out. */
let sight: (isNear: (text: string) => boolean) => void;

beforeEach(() => {
  const watched = new Map<Element, (entries: object[]) => void>();
  globalThis.IntersectionObserver = class {
    readonly tell: (entries: object[]) => void;
    constructor(tell: (entries: object[]) => void) {
      this.tell = tell;
    }
    observe(element: Element) {
      watched.set(element, this.tell);
    }
    unobserve(element: Element) {
      watched.delete(element);
    }
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
  sight = (isNear) =>
    act(() => {
      for (const [target, tell] of watched) {
        const isIntersecting = isNear(target.textContent ?? "");
        tell([{ target, isIntersecting, boundingClientRect: { height: 900 } }]);
      }
    });
});
afterEach(cleanup);

const rows = Array.from({ length: 60 }, (_, index) =>
  messageRow({
    id: `message-${index}`,
    seq: index,
    text: `line ${index}.`,
    occurredAt: new Date(Date.UTC(2026, 10, 20, 10) + index * 60_000).toISOString(),
  }),
);

type Given = { messages?: ConversationMessage[]; extras?: ThreadExtra[]; jump?: Jump };

let change: (given: Given) => void;
const noop = () => undefined;
const NO_EXTRAS: ThreadExtra[] = [];

function List({ first }: { first: Given }) {
  const [given, setGiven] = useState(first);
  change = (next) => act(() => setGiven({ ...given, ...next }));
  const { messages = rows, extras = NO_EXTRAS, jump = null } = given;
  return (
    <MessageList
      conversation={conversationRow()}
      thread={{ messages, oldest: null, hasOlder: false, isLoaded: true }}
      extras={extras}
      isAdmin={false}
      jump={jump}
      jumpTo={noop}
      markRead={noop}
    />
  );
}

function renderList(first: Given = {}) {
  return renderInbox(<List first={first} />);
}

test("what is far from sight leaves the page and keeps its height, and comes back", () => {
  const { container } = renderList();
  sight(() => true);
  expect(screen.getAllByRole("article")).toHaveLength(60);
  sight((text) => text.includes("line 59."));
  expect(screen.queryByText("line 0.")).toBeNull();
  expect(screen.getByText("line 59.")).toBeDefined();
  expect(container.querySelectorAll('[style*="height: 900px"]').length).toBeGreaterThan(0);
  sight(() => true);
  expect(screen.getByText("line 0.")).toBeDefined();
});

test("whoever has the focus in a message keeps it, however far it is scrolled away", async () => {
  renderList();
  sight(() => true);
  document.getElementById("message-message-0")?.focus();
  sight((text) => text.includes("line 59."));
  expect(document.activeElement?.textContent).toContain("line 0.");
});

test("a jump draws its message wherever it is and puts the focus on it", () => {
  renderList();
  sight((text) => text.includes("line 59."));
  change({ jump: { messageId: "message-3", isLoading: true } });
  expect(screen.queryByText("line 3.")).toBeNull();
  change({ jump: { messageId: "message-3", isLoading: false } });
  expect(document.activeElement?.textContent).toContain("line 3.");
});

test("a new message leaves every other bubble as it is", () => {
  renderList();
  sight(() => true);
  const before = screen.getAllByRole("article");
  const news = messageRow({ id: "news", seq: 99, text: "news", occurredAt: "2026-11-21T10:00:00.000Z" });
  change({ messages: [...rows, news] });
  expect(screen.getAllByRole("article").slice(0, 60)).toEqual(before);
  expect(screen.getByRole("status").textContent).toBe("Lena: news");
});

test("notes stand between the messages they were written between", () => {
  const note = { key: "note", at: "2026-11-20T10:00:30.000Z", element: <p>Ask Tom first</p> };
  renderList({ messages: rows.slice(0, 2), extras: [note] });
  const text = screen.getByRole("log").textContent ?? "";
  expect(text.indexOf("line 0.")).toBeLessThan(text.indexOf("Ask Tom first"));
  expect(text.indexOf("Ask Tom first")).toBeLessThan(text.indexOf("line 1."));
});

test("the arrow keys go from message to message, and one Tab leads to the newest", async () => {
  renderList({ messages: rows.slice(0, 3) });
  const [, second, third] = screen.getAllByRole("article");
  expect(third?.tabIndex).toBe(0);
  expect(second?.tabIndex).toBe(-1);
  third?.focus();
  await userEvent.keyboard("{ArrowUp}");
  expect(document.activeElement).toBe(second);
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  expect(document.activeElement).toBe(third);
});

test("the menu opens by Enter, and its dialog says how the message came here", async () => {
  renderList({ messages: [messageRow({ id: "found", origin: "recovered" })] });
  screen.getByRole("article").focus();
  await userEvent.keyboard("{Enter}");
  await userEvent.click(await screen.findByRole("menuitem", { name: "Details" }));
  const dialog = await screen.findByRole("dialog", { name: "About this message" });
  expect(dialog.textContent).toContain("Not delivered by Instagram; found and filled in");
  expect(dialog.textContent).not.toContain("Instagram's id");
});
