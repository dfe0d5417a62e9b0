// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renderInbox } from "../render.tsx";
import { conversationRow, messageRow } from "../test-rows.ts";
import type { ConversationMessage, InboxViewer } from "../types.ts";
import { Composer } from "./composer.tsx";
import { draftIdOf, EMPTY } from "./draft-box.ts";
import type { ComposerMode } from "./focus-composer.ts";
import type { ComposerProps } from "./use-composer.ts";
import { draftBoxOf } from "./use-draft.ts";
import { useMode } from "./use-mode.ts";

const SAVED = [
  { id: "1", shortcut: "hours", text: "Hello {{first_name}}, we open at 9." },
  { id: "2", shortcut: "order", text: "Your order {{number}} is on its way, {{name}}." },
];
let count = 0;
let conversationId: string;

beforeEach(() => {
  conversationId = `conversation-${++count}`;
  pointer("fine");
  vi.stubGlobal(
    "fetch",
    vi.fn(async (path: string) => Response.json(path === "/api/inbox/saved-replies" ? SAVED : { outcome: "saved" })),
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type Given = {
  enterSends?: boolean;
  name?: string | null;
  messages?: ConversationMessage[];
  stop?: number;
};

function setUp({ enterSends = true, name = "Lena Wirth", messages = [messageRow()], stop }: Given = {}) {
  const send = vi.fn((_: unknown, reply: { onStopped?: (seq: number) => void }) => {
    if (stop !== undefined && send.mock.calls.length === 1) queueMicrotask(() => reply.onStopped?.(stop));
    return "act-1";
  });
  const markDone = vi.fn();
  const viewer = {
    memberId: "member-1",
    memberName: "Anna",
    preferences: { enterSends, undoSeconds: 5 },
  } as InboxViewer;
  const row = conversationRow({ id: conversationId });
  const conversation = { ...row, contact: { ...row.contact, name } };
  const props = { conversation, viewer, canReply: true, isAsPerson: false, markDone, takeUp: vi.fn() };
  renderInbox(<LiveComposer {...props} messages={messages} />, { replies: { send } });
  const field = screen.getByRole<HTMLTextAreaElement>("textbox");
  return { send, markDone, field, user: userEvent.setup() };
}

let setShown: (messages: ConversationMessage[]) => void;
let setMode: (mode: ComposerMode) => void;
const show = (messages: ConversationMessage[]) => act(() => setShown(messages));

/** As it stands below a thread that goes on. */
function LiveComposer(props: Omit<ComposerProps, "mode" | "choose">) {
  const [messages, setMessages] = useState(props.messages);
  const { mode, choose } = useMode(props.viewer.memberId, props.conversation.id);
  setShown = setMessages;
  setMode = choose;
  return <Composer {...props} messages={messages} mode={mode} choose={choose} />;
}

const texts = (send: ReturnType<typeof setUp>["send"]) =>
  send.mock.calls.map(([, reply]) => (reply as unknown as { parts: unknown[] }).parts);

describe("sending", () => {
  test("Enter sends what was written, once, and empties the field", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "  We open at 9  {Enter}{Enter}");
    expect(texts(send)).toEqual([[{ text: "We open at 9" }]]);
    expect(send.mock.calls[0]?.[1]).toMatchObject({ undoMs: 5_000, seenSeq: 1, humanAgent: false });
    expect(field.value).toBe("");
  });

  test("the button sends too, a double click once", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "Hello");
    await user.dblClick(screen.getByRole("button", { name: "Send" }));
    expect(texts(send)).toEqual([[{ text: "Hello" }]]);
  });

  test("Shift+Enter makes a new line", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "one{Shift>}{Enter}{/Shift}two");
    expect(send).not.toHaveBeenCalled();
    expect(field.value).toBe("one\ntwo");
  });

  test("with Ctrl or ⌘ it also marks as done", async () => {
    const { send, markDone, field, user } = setUp();
    await user.type(field, "Bye{Control>}{Enter}{/Control}");
    expect(texts(send)).toEqual([[{ text: "Bye" }]]);
    expect(markDone).toHaveBeenCalledOnce();
  });

  test("where Enter does not send, Ctrl does, and Ctrl with Shift marks as done", async () => {
    const { send, markDone, field, user } = setUp({ enterSends: false });
    await user.type(field, "one{Enter}two{Control>}{Enter}{/Control}");
    expect(texts(send)).toEqual([[{ text: "one\ntwo" }]]);
    expect(markDone).not.toHaveBeenCalled();
    await user.type(field, "three{Control>}{Shift>}{Enter}{/Shift}{/Control}");
    expect(markDone).toHaveBeenCalledOnce();
  });

  test("Enter that ends a composition does not send, and a held key sends nothing twice", () => {
    const { send, field } = setUp();
    fireEvent.change(field, { target: { value: "こんにちは" } });
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    fireEvent.keyDown(field, { key: "Enter", repeat: true });
    expect(send).not.toHaveBeenCalled();
  });

  test("under a finger Enter makes a new line", async () => {
    pointer("coarse");
    const { send, field, user } = setUp();
    await user.type(field, "one{Enter}two");
    expect(send).not.toHaveBeenCalled();
    expect(field.value).toBe("one\ntwo");
  });
});

describe("the limit of 1000 bytes", () => {
  test("counts bytes, not letters, and says how many are left", () => {
    const { field } = setUp();
    fireEvent.change(field, { target: { value: "ü".repeat(495) } });
    expect(screen.getByText("Room for 10 more bytes")).toBeDefined();
  });

  test("beyond it the button says in how many messages it goes, and shows where it is cut", async () => {
    const { send, field, user } = setUp();
    const [first, second] = ["a".repeat(700), "b".repeat(700)];
    fireEvent.change(field, { target: { value: `${first}. ${second}` } });
    expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
    expect(await screen.findByText("Message 2 of 2 · 700 bytes")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Send as 2 messages" }));
    expect(texts(send)).toEqual([[{ text: `${first}.` }, { text: second }]]);
  });

  test("by key it asks once more before one reply becomes two", async () => {
    const { send, field, user } = setUp();
    fireEvent.change(field, { target: { value: "x".repeat(1_001) } });
    field.focus();
    for (let press = 0; press < 2; press++) fireEvent.keyDown(field, { key: "Enter" });
    expect(send).not.toHaveBeenCalled();
    expect((await screen.findByText(/goes out as 2/)).textContent).toContain("Press Enter again");
    await new Promise((resolve) => setTimeout(resolve, 600));
    await user.keyboard("{Enter}");
    expect(texts(send)).toEqual([[{ text: "x".repeat(1_000) }, { text: "x" }]]);
  });

  test("takes exactly 1000", () => {
    const { send, field } = setUp();
    fireEvent.change(field, { target: { value: "x".repeat(1_000) } });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(texts(send)).toEqual([[{ text: "x".repeat(1_000) }]]);
  });
});

describe("saved replies", () => {
  test("are called by a slash, filled from the conversation and inserted by Enter", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "/ho");
    const list = await screen.findByRole("listbox", { name: "Saved replies" });
    const option = await within(list).findByRole("option", { name: /hours/ });
    expect(option.textContent).toContain("Hello Lena, we open at 9.");
    await waitFor(() => expect(field.getAttribute("aria-activedescendant")).toBe(option.id));
    await user.keyboard("{Enter}");
    expect(field.value).toBe("Hello Lena, we open at 9.");
    expect(send).not.toHaveBeenCalled();
    await user.keyboard("{Enter}");
    expect(texts(send)).toEqual([[{ text: "Hello Lena, we open at 9." }]]);
  });

  test("arrows choose, Escape closes and leaves the words alone", async () => {
    const { field, user } = setUp();
    await user.type(field, "Hi /");
    await screen.findByRole("option", { name: /hours/ });
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(screen.getByRole("option", { selected: true }).textContent).toContain("/order"));
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field.value).toBe("Hi /");
  });

  test("what is not known is left open, and Enter does not send it before somebody says so", async () => {
    const { send, field, user } = setUp({ name: null });
    await user.type(field, "/hours");
    await screen.findByRole("option", { name: /hours/ });
    await user.keyboard("{Enter}");
    expect(field.value).toBe("Hello {{first_name}}, we open at 9.");
    await user.keyboard("{Enter}");
    expect(send).not.toHaveBeenCalled();
    expect((await screen.findByRole("alert")).textContent).toContain("{{first_name}}");
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe("{{first_name}}");
    await user.keyboard("you");
    expect(screen.queryByRole("alert")).toBeNull();
    await user.keyboard("{Enter}");
    expect(texts(send)).toEqual([[{ text: "Hello you, we open at 9." }]]);
  });
});

describe("a send that stops", () => {
  const news = messageRow({ id: "news", seq: 9, text: "Wait, two please" });

  test("shows what arrived; one more Enter sends anyway, with it seen", async () => {
    const { send, field, user } = setUp({ messages: [messageRow(), news], stop: 9 });
    await user.type(field, "One is reserved{Enter}");
    draftBoxOf("member-1").restore(conversationId, { ...EMPTY, text: "One is reserved" });
    expect((await screen.findByRole("alert")).textContent).toContain("Nothing was sent");
    expect(field.value).toBe("One is reserved");
    await user.keyboard("{Enter}");
    expect(send).toHaveBeenCalledOnce();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await user.keyboard("{Enter}");
    expect(send.mock.calls[1]?.[1]).toMatchObject({ parts: [{ text: "One is reserved" }], seenSeq: 9 });
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("does not even ask the server while something has only just come into sight", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "One is reserved");
    show([messageRow(), news]);
    await user.keyboard("{Enter}");
    expect(send).not.toHaveBeenCalled();
    expect((await screen.findByRole("alert")).textContent).toContain("Wait, two please");
    await new Promise((resolve) => setTimeout(resolve, 600));
    await user.click(screen.getByRole("button", { name: "Reply anyway" }));
    expect(send.mock.calls[0]?.[1]).toMatchObject({ parts: [{ text: "One is reserved" }], seenSeq: 9 });
  });

  test("names no key under a finger, and says that it does not know yet what arrived", async () => {
    pointer("coarse");
    const { field, user } = setUp({ stop: 9 });
    await user.type(field, "One is reserved");
    await user.click(screen.getByRole("button", { name: "Send" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Loading …");
    expect(alert.textContent).toContain("send it again");
    expect(alert.textContent).not.toContain("Enter");
  });

  test("one's own message from another device stops nothing", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "And two more");
    show([messageRow(), messageRow({ id: "own", seq: 9, direction: "outbound" })]);
    await user.keyboard("{Enter}");
    expect(send).toHaveBeenCalledOnce();
  });
});

describe("drafts", () => {
  test("come back to their own conversation and to no other", async () => {
    const { field, user } = setUp();
    await user.type(field, "unfinished");
    const first = conversationId;
    cleanup();
    conversationId = "another";
    expect(setUp().field.value).toBe("");
    cleanup();
    conversationId = first;
    expect(setUp().field.value).toBe("unfinished");
  });

  test("another text from another device is shown beside this one until somebody decides", async () => {
    const { field, user } = setUp();
    await user.type(field, "from here");
    draftBoxOf("member-1").hear([{ ...EMPTY, id: conversationId, text: "from there", version: 4 }], performance.now());
    expect((await screen.findByText("from there")).tagName).toBe("BLOCKQUOTE");
    expect(field.value).toBe("from here");
    await user.click(screen.getByRole("button", { name: "Take this one" }));
    expect(field.value).toBe("from there");
    expect(screen.queryByRole("button", { name: "Keep mine" })).toBeNull();
  });
});

describe("a note", () => {
  test("looks and is called differently, never goes to the customer, and leaves the reply as it was begun", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "We open at 9");
    act(() => setMode("note"));
    const note = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" });
    expect(note.value).toBe("");
    expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
    expect(screen.getByRole("button", { name: "Add note" })).toBeDefined();
    await user.type(note, "He is a friend of Bea{Enter}");
    expect(send).not.toHaveBeenCalled();
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Reply" }).value).toBe("We open at 9");
    expect(screen.getByRole("status").textContent).toBe("You are writing to Lena Wirth again.");
  });

  test("that was begun alone is gone on with, and emptying it does not turn to the customer", async () => {
    draftBoxOf("member-1").change(draftIdOf(conversationId, true), { text: "Ask Be" });
    const { user } = setUp();
    const note = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" });
    expect(note.value).toBe("Ask Be");
    await user.clear(note);
    expect(screen.getByRole("textbox", { name: "Note" })).toBe(note);
  });
});

function pointer(kind: "fine" | "coarse") {
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes(kind) }));
}

test("a press on a tool leaves the focus in the text, and one in the emoji picker takes it", async () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  setUp();
  const tool = screen.getByRole("button", { name: "Insert emoji" });
  expect(fireEvent.mouseDown(tool)).toBe(false);
  fireEvent.click(tool);
  expect(fireEvent.mouseDown(await screen.findByLabelText("Search emoji"))).toBe(true);
});
