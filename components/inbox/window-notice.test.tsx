// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { replyWindow } from "#lib/inbox/window.ts";
import { renderInbox } from "./render.tsx";
import { conversationRow } from "./test-rows.ts";
import { WindowLine } from "./window-notice.tsx";

const WROTE_AT = new Date("2026-11-22T10:00:00Z");
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function open(minutesLeft: number, hasHumanAgent = false) {
  vi.setSystemTime(WROTE_AT.getTime() + (24 * 60 - minutesLeft) * MINUTE);
  const window = replyWindow(WROTE_AT, new Date(), hasHumanAgent);
  renderInbox(<WindowLine conversation={conversationRow()} window={window} hasHumanAgent={hasHumanAgent} />);
}

const wait = (minutes: number) => act(() => vi.advanceTimersByTime(minutes * MINUTE));
const told = () => screen.getByRole("status").textContent;

test("says how long there is, and tells a screen reader nothing it can read by itself", () => {
  open(300);
  expect(screen.getByText("5 h left to reply")).toBeDefined();
  expect(told()).toBe("");
});

test("is told four hours, one hour and a quarter of an hour before the end, once each", () => {
  open(242);
  wait(3);
  const first = told();
  expect(first).toContain("3 hours 59 minutes left to reply to Lena.");
  wait(60);
  expect(told()).toBe(first);
  wait(120);
  expect(told()).toContain("59 minutes left to reply to Lena.");
  expect(screen.getAllByText(/after that, Lena has to write first/)).toHaveLength(2);
  wait(45);
  expect(told()).toContain("14 minutes left to reply to Lena.");
});

test("alarms nobody where people may answer for seven days, and says so once the day is nearly over", () => {
  open(242, true);
  expect(screen.queryByText(/after that/)).toBeNull();
  wait(200);
  expect(screen.getByText("after that, only a personal reply within 7 days")).toBeDefined();
  expect(told()).toBe("");
});

test("alarms before those seven days are over", () => {
  open(50 - 6 * 24 * 60, true);
  expect(screen.getByText("Answered as a person, outside 24 hours: 50 min left")).toBeDefined();
  wait(36);
  expect(told()).toBe("14 minutes left to reply to Lena. after that, Lena has to write first");
});
