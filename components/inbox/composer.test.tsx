// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Composer } from "./composer.tsx";
import { renderInbox } from "./render.tsx";

beforeEach(() => {
  localStorage.clear();
  pointer("fine");
});
afterEach(cleanup);

function setUp(conversationId = "conversation-1") {
  const send = vi.fn();
  renderInbox(<Composer key={conversationId} memberId="member-1" conversationId={conversationId} send={send} />);
  return { send, field: screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Reply" }), user: userEvent.setup() };
}

describe("sending", () => {
  test("Enter sends what was written, once, and empties the field", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "  We open at 9  {Enter}{Enter}");
    expect(send).toHaveBeenCalledExactlyOnceWith("We open at 9");
    expect(field.value).toBe("");
  });

  test("the button sends too, a double click once", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "Hello");
    await user.dblClick(screen.getByRole("button", { name: "Send" }));
    expect(send).toHaveBeenCalledExactlyOnceWith("Hello");
  });

  test("Shift+Enter makes a new line", async () => {
    const { send, field, user } = setUp();
    await user.type(field, "one{Shift>}{Enter}{/Shift}two");
    expect(send).not.toHaveBeenCalled();
    expect(field.value).toBe("one\ntwo");
  });

  test("Enter that ends a composition does not send", () => {
    const { send, field } = setUp();
    fireEvent.change(field, { target: { value: "こんにちは" } });
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    expect(send).not.toHaveBeenCalled();
  });

  test("a held Enter key sends nothing twice", () => {
    const { send, field } = setUp();
    fireEvent.change(field, { target: { value: "Hello" } });
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

  test("refuses beyond it and says by how much", () => {
    const { send, field } = setUp();
    fireEvent.change(field, { target: { value: "😀".repeat(251) } });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(send).not.toHaveBeenCalled();
    expect(screen.getByText("4 bytes too long for Instagram")).toBeDefined();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
  });

  test("takes exactly 1000", () => {
    const { send, field } = setUp();
    fireEvent.change(field, { target: { value: "x".repeat(1_000) } });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(send).toHaveBeenCalledOnce();
  });
});

describe("drafts", () => {
  test("come back to their own conversation and to no other", async () => {
    const { field, user } = setUp();
    await user.type(field, "unfinished");
    cleanup();
    expect(setUp("conversation-2").field.value).toBe("");
    cleanup();
    expect(setUp().field.value).toBe("unfinished");
  });

  test("are gone once sent", async () => {
    const { field, user } = setUp();
    await user.type(field, "done{Enter}");
    cleanup();
    expect(setUp().field.value).toBe("");
  });
});

function pointer(kind: "fine" | "coarse") {
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes(kind) }));
}
