// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { DEFAULT_PLACE } from "#lib/inbox/views.ts";
import { changeRow, keys } from "./inbox-cache.ts";
import { conversationRow } from "./test-rows.ts";
import { usePins } from "./use-pins.ts";

afterEach(cleanup);

test("a held row that left the list goes as soon as it is let go", () => {
  const { client, result } = renderPins();
  act(() => result.current.hold("a"));
  changeRow(client, "a", { closedAt: "2026-11-22T11:00:00.000Z" });
  expect(result.current.pins.has("a")).toBe(true);
  const before = result.current.settled;
  act(() => result.current.hold(null));
  expect(result.current.pins.size).toBe(0);
  expect(result.current.settled).toBe(before + 1);
});

test("a row that was put away here is not held again by the pointer that rests on it", () => {
  const { client, result } = renderPins();
  act(() => result.current.hold("a"));
  result.current.drop([{ id: "a" }]);
  changeRow(client, "a", { snoozedUntil: "2026-11-23T08:00:00.000Z" });
  act(() => result.current.hold("a"));
  expect(result.current.pins.has("a")).toBe(false);
});

test("letting go of rows that have their places draws nothing anew", () => {
  const { result } = renderPins();
  act(() => result.current.hold("a"));
  act(() => result.current.hold("b"));
  act(() => result.current.hold(null));
  expect(result.current.settled).toBe(0);
});

function renderPins() {
  const client = new QueryClient();
  client.setQueryData(keys.rows, { a: conversationRow({ id: "a" }), b: conversationRow({ id: "b" }) });
  const { result } = renderHook(() => usePins(null, DEFAULT_PLACE, "member-1"), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  return { client, result };
}
