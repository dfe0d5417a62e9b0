// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useLongPress } from "./use-long-press.ts";

const onPress = vi.fn();
const onClick = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onPress.mockClear();
  onClick.mockClear();
  render(<Row />);
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

function Row() {
  return (
    <button type="button" onClick={onClick} {...useLongPress(onPress)}>
      Lena
    </button>
  );
}

const row = () => screen.getByRole("button");
const touch = { pointerType: "touch", isPrimary: true, clientX: 100, clientY: 100 };

test("a finger that rests presses once, and neither the platform's menu nor the click comes after it", () => {
  fireEvent.pointerDown(row(), touch);
  vi.advanceTimersByTime(500);
  expect(onPress).toHaveBeenCalledOnce();
  expect(fireEvent.contextMenu(row())).toBe(false);
  fireEvent.pointerUp(row(), touch);
  fireEvent.click(row());
  expect(onClick).not.toHaveBeenCalled();
  fireEvent.pointerDown(row(), touch);
  fireEvent.pointerUp(row(), touch);
  fireEvent.click(row());
  expect([onPress.mock.calls.length, onClick.mock.calls.length]).toEqual([1, 1]);
});

test.each([
  ["taps", () => fireEvent.pointerUp(row(), touch)],
  ["scrolls", () => fireEvent.pointerMove(row(), { ...touch, clientY: 130 })],
  ["is taken over by the browser", () => fireEvent.pointerCancel(row(), touch)],
])("a finger that %s presses nothing", (_, act) => {
  fireEvent.pointerDown(row(), touch);
  vi.advanceTimersByTime(200);
  act();
  vi.advanceTimersByTime(1_000);
  expect(onPress).not.toHaveBeenCalled();
});

test("a mouse has its own menu, and boxes", () => {
  fireEvent.pointerDown(row(), { ...touch, pointerType: "mouse" });
  vi.advanceTimersByTime(1_000);
  expect(onPress).not.toHaveBeenCalled();
  expect(fireEvent.contextMenu(row())).toBe(true);
});
