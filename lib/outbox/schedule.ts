const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between the attempts: a little over three days in all. */
const PAUSES_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** When attempts are due, counted from the first. */
const DUE_MS = PAUSES_MS.map((_, index) => PAUSES_MS.slice(0, index + 1).reduce((sum, pause) => sum + pause, 0));

/** An endpoint that took nothing for so long is switched off, whatever still waits for it. */
export const GIVEN_UP_AFTER_HOURS = 120;

const JITTER = 0.1;
/** An attempt that is due within this was the one just made. */
const CLOSE_MS = SECOND;
const MAX_HOLD_MS = MINUTE;
const FAILURES_BEFORE_HOLD = 3;

/**
 * How long to wait before the next attempt, `elapsedMs` after the first one; null when the schedule has ended. Time decides, not
 * the number of attempts: those made out of turn, because the endpoint came back or somebody asked, shorten nothing.
 */
export function nextPauseMs(elapsedMs: number, random = Math.random): number | null {
  const due = DUE_MS.find((at) => at > elapsedMs + CLOSE_MS);
  if (due === undefined) return null;
  const pause = due - elapsedMs;
  return Math.round(pause * (1 + JITTER * random()));
}

/** How long an endpoint that took nothing `failures` times in a row is spared everything, up to a minute. */
export function holdMs(failures: number): number {
  return failures < FAILURES_BEFORE_HOLD ? 0 : Math.min(MAX_HOLD_MS, SECOND * 2 ** failures);
}
