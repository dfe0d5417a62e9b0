import { expect, test } from "vitest";
import { readBudget } from "./budget.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const usage = (appPercent: number | null, accountPercent: number | null, minutesAgo = 1) => ({
  appPercent,
  accountPercent,
  regainAccessAt: null,
  at: new Date(NOW.getTime() - minutesAgo * 60_000).toISOString(),
});

test.each([
  [usage(3, null), "plenty", 97],
  [usage(3, 61.5), "scarce", 38],
  [usage(80, 61), "slowed", 20],
  [usage(140, null), "slowed", 0],
  [usage(null, null), "unknown", null],
  [usage(99, 99, 61), "unknown", null],
  [null, "unknown", null],
] as const)("%o is %s", (said, state, leftPercent) => {
  expect(readBudget(said, null, NOW)).toMatchObject({ state, leftPercent });
});

test("a pause is what counts while it lasts", () => {
  expect(readBudget(usage(1, 1), new Date(NOW.getTime() + 1), NOW).state).toBe("paused");
  expect(readBudget(usage(1, 1), NOW, NOW).state).toBe("plenty");
});
