import { type SQL, sql } from "drizzle-orm";

/** From this share of Instagram's limits on, in percent, an account's calls are spread out more and more. */
export const SLOW_FROM_PERCENT = 80;
/** The distance between two calls when everything is used up. */
const SLOWEST_SECONDS = 2;
/** What an answer said so long ago says nothing about now: limits are counted over rolling times (facts 6). */
const BELIEVED_MINUTES = 10;

/** SQL: seconds that a call of the account stays away from the one before, beyond its budget. `usage` is the account's column. */
export function slowDownSeconds(usage: SQL): SQL {
  const percent = sql`greatest((${usage}->>'appPercent')::float8, (${usage}->>'accountPercent')::float8)`;
  const share = sql`(${percent} - ${SLOW_FROM_PERCENT}::float8) / ${100 - SLOW_FROM_PERCENT}::float8`;
  return sql`(case when (${usage}->>'at')::timestamptz > now() - make_interval(mins => ${BELIEVED_MINUTES})
    then coalesce(least(greatest(${share}, 0), 1), 0) * ${SLOWEST_SECONDS}::float8 else 0 end)`;
}
