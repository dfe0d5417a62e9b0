// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, screen } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keys } from "./inbox-cache.ts";
import type { Thread } from "./merge.ts";
import { OlderMessages } from "./older-messages.tsx";
import { renderInbox } from "./render.tsx";
import { messageRow } from "./test-rows.ts";

type Tell = (entries: { isIntersecting: boolean }[]) => void;
let tell: Tell;
const answer = vi.fn<typeof fetch>();

beforeEach(() => {
  globalThis.IntersectionObserver = class {
    constructor(callback: Tell) {
      tell = callback;
    }
    observe() {}
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
  answer.mockReset().mockImplementation(async () => Response.json([]));
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  cleanup();
});

test("the newest of several measurements counts, also where they come together", async () => {
  renderEnd();
  await act(async () => tell([{ isIntersecting: true }, { isIntersecting: false }]));
  expect(answer).not.toHaveBeenCalled();
  await act(async () => tell([{ isIntersecting: false }, { isIntersecting: true }]));
  expect(answer).toHaveBeenCalledOnce();
});

test("after a failure it is tried again, when the end is near still", async () => {
  vi.useFakeTimers();
  answer.mockImplementationOnce(async () => new Response(null, { status: 503 }));
  renderEnd();
  await act(async () => tell([{ isIntersecting: true }]));
  expect(screen.getByRole("button", { name: "Load older messages" })).toBeDefined();
  await act(async () => vi.advanceTimersByTime(3_000));
  await act(async () => tell([{ isIntersecting: true }]));
  expect(answer).toHaveBeenCalledTimes(2);
});

function renderEnd() {
  const first = messageRow();
  const oldest = { occurredAt: first.occurredAt, seq: first.seq };
  const thread: Thread = { messages: [first], oldest, hasOlder: true, isLoaded: true };
  const client = new QueryClient();
  client.setQueryData(keys.thread("conversation-1"), thread);
  renderInbox(
    <QueryClientProvider client={client}>
      <OlderMessages conversationId="conversation-1" thread={thread} scroller={createRef()} />
    </QueryClientProvider>,
  );
}
