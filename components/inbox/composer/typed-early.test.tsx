// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inInbox } from "../render.tsx";
import { conversationRow, messageRow } from "../test-rows.ts";
import type { InboxViewer } from "../types.ts";
import { Composer } from "./composer.tsx";
import { listenForTyping } from "./typed-early.ts";
import { draftBoxOf } from "./use-draft.ts";

let count = 0;
let conversationId: string;

beforeEach(() => {
  conversationId = `early-${++count}`;
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => Response.json({ outcome: "saved" })),
  );
});
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** What the server sent, somebody's words in it, and only then the page comes to life. */
function wakeUp(typed: string, { isReplaced = false } = {}): HTMLTextAreaElement {
  const viewer = { memberId: "member-1", memberName: "Anna", preferences: { enterSends: true, undoSeconds: 5 } };
  const element = inInbox(
    <Composer
      conversation={conversationRow({ id: conversationId })}
      viewer={viewer as InboxViewer}
      messages={[messageRow()]}
      mode="reply"
      choose={() => undefined}
      canReply
      isAsPerson={false}
      markDone={() => undefined}
      takeUp={() => undefined}
    />,
  );
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = renderToString(element);
  listenForTyping();
  fireEvent.input(screen.getByRole("textbox"), { target: { value: typed } });
  if (isReplaced) container.replaceChildren();
  render(element, { container, hydrate: !isReplaced });
  return screen.getByRole<HTMLTextAreaElement>("textbox");
}

test("what is typed before the page is alive is kept like all that is typed", () => {
  expect(wakeUp("Good morn").value).toBe("Good morn");
  expect(draftBoxOf("member-1").get(conversationId).content.text).toBe("Good morn");
  expect(localStorage.getItem(`draft:member-1:${conversationId}`)).toContain("Good morn");
});

test("also where the field it was typed into made way for another", () => {
  expect(wakeUp("Good morn", { isReplaced: true }).value).toBe("Good morn");
  expect(document.activeElement).toBe(screen.getByRole("textbox"));
});

test("it comes below what was begun, and nothing twice", () => {
  draftBoxOf("member-1").change(conversationId, { text: "We open at 9" });
  expect(wakeUp("on Mondays").value).toBe("We open at 9\n\non Mondays");
  cleanup();
  document.body.replaceChildren();
  expect(wakeUp("We open at 9").value).toBe("We open at 9\n\non Mondays");
});

test("an untouched field shows what was begun", () => {
  draftBoxOf("member-1").change(conversationId, { text: "We open at 9" });
  expect(wakeUp("").value).toBe("We open at 9");
});
