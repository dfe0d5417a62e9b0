import { expect, test } from "vitest";
import { snoozeTimes } from "./snooze-times.ts";

const words = (now: string) =>
  snoozeTimes(new Date(now)).map(({ choice, until }) => `${choice} ${until.toString().slice(0, 21)}`);

test.each([
  [
    "Monday morning",
    "2026-11-23T09:10",
    [
      "laterToday Mon Nov 23 2026 12:30",
      "thisEvening Mon Nov 23 2026 18:00",
      "tomorrow Tue Nov 24 2026 09:00",
      "weekend Sat Nov 28 2026 09:00",
      "nextWeek Mon Nov 30 2026 09:00",
    ],
  ],
  ["Friday evening", "2026-11-27T19:00", ["tomorrow Sat Nov 28 2026 09:00", "nextWeek Mon Nov 30 2026 09:00"]],
  [
    "Sunday noon",
    "2026-11-22T12:00",
    [
      "laterToday Sun Nov 22 2026 15:00",
      "thisEvening Sun Nov 22 2026 18:00",
      "tomorrow Mon Nov 23 2026 09:00",
      "weekend Sat Nov 28 2026 09:00",
    ],
  ],
])("%s", (_, now, expected) => {
  expect(words(now)).toEqual(expected);
});

test("all of them are to come, whatever the hour", () => {
  for (let hour = 0; hour < 24 * 7; hour++) {
    const now = new Date(2026, 10, 23, hour, 59, 59);
    for (const { until } of snoozeTimes(now)) expect(until.getTime()).toBeGreaterThan(now.getTime());
  }
});
