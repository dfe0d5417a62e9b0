// @vitest-environment happy-dom
import { renderHook } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { useTyping } from "./use-typing.ts";

const fetched = vi.fn(async () => Response.json(true));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockClear();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

function write(forMs: number, type: () => void) {
  for (let passed = 0; passed <= forMs; passed += 200) {
    type();
    vi.advanceTimersByTime(200);
  }
}

test("is told once somebody writes for a while, and again every ten seconds", () => {
  const { result } = renderHook(() => useTyping("conversation-1"));
  write(800, result.current);
  expect(fetched).not.toHaveBeenCalled();
  write(2_000, result.current);
  expect(fetched).toHaveBeenCalledOnce();
  expect(fetched.mock.calls[0]).toMatchObject([
    "/api/inbox/typing",
    { method: "POST", body: '{"conversationId":"conversation-1"}' },
  ]);
  write(10_000, result.current);
  expect(fetched).toHaveBeenCalledTimes(2);
});

test("a word here and a word there are not worth it", () => {
  const { result } = renderHook(() => useTyping("conversation-1"));
  for (let words = 0; words < 4; words++) {
    write(600, result.current);
    vi.advanceTimersByTime(6_000);
  }
  expect(fetched).not.toHaveBeenCalled();
});
