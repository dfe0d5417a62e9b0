export type SnoozeChoice = "laterToday" | "thisEvening" | "tomorrow" | "weekend" | "nextWeek";

const HOUR_MS = 60 * 60_000;
const MORNING = 9;
const EVENING = 18;

/** The moments offered, in this device's time, soonest first; what is too close to another is left out. */
export function snoozeTimes(now: Date): { choice: SnoozeChoice; until: Date }[] {
  const inThreeHours = new Date(Math.ceil((now.getTime() + 3 * HOUR_MS) / (HOUR_MS / 2)) * (HOUR_MS / 2));
  const evening = at(now, 0, EVENING);
  const weekday = now.getDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const toSaturday = 6 - weekday;
  return [
    ...(inThreeHours < evening ? [{ choice: "laterToday" as const, until: inThreeHours }] : []),
    ...(evening.getTime() - now.getTime() > HOUR_MS / 2 ? [{ choice: "thisEvening" as const, until: evening }] : []),
    { choice: "tomorrow" as const, until: at(now, 1, MORNING) },
    ...(toSaturday >= 2 ? [{ choice: "weekend" as const, until: at(now, toSaturday, MORNING) }] : []),
    ...(toMonday >= 2 ? [{ choice: "nextWeek" as const, until: at(now, toMonday, MORNING) }] : []),
  ];
}

/** By the calendar, so that a day on which clocks are put forward counts as one. */
function at(now: Date, inDays: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + inDays, hour);
}
