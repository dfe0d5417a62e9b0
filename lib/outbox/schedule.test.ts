import { expect, test } from "vitest";
import { holdMs, nextPauseMs } from "./schedule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test("attempts come after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, over three days in all", () => {
  const pauses: number[] = [];
  let elapsed = 0;
  for (let pause = nextPauseMs(0, () => 0); pause !== null; pause = nextPauseMs(elapsed, () => 0)) {
    pauses.push(pause);
    elapsed += pause;
  }
  expect(pauses).toEqual([
    5_000,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ]);
  expect(elapsed).toBeGreaterThan(72 * HOUR);
});

test("jitter spreads them by a tenth, and the first retry stays well within 150 s", () => {
  const longest = nextPauseMs(0, () => 1) ?? 0;
  expect(longest).toBeLessThanOrEqual(5_500);
  expect(longest + holdMs(50)).toBeLessThan(150_000);
});

test("an attempt out of turn does not use up the schedule", () => {
  expect(nextPauseMs(60_000, () => 0)).toBe(5_000 + 5 * MINUTE - 60_000);
});

test("an endpoint that takes nothing is held for a minute at most, and not for one or two failures", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 400].map(holdMs)).toEqual([0, 0, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});
