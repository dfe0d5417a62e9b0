import type { AccountUsage } from "#db/schema/index.ts";
import { SLOW_FROM_PERCENT } from "#lib/account-usage.ts";

/** `slowed`: calls are spread out so that none is refused. `unknown`: no answer said anything of the limits in the last hour. */
export type Budget = {
  state: "plenty" | "scarce" | "slowed" | "paused" | "unknown";
  /** What is left of Instagram's limits, in whole percent. */
  leftPercent: number | null;
  at: Date | null;
};

const SCARCE_FROM_PERCENT = 60;
const BELIEVED_MS = 60 * 60 * 1000;

/** What an account may still do at Instagram, from the shares its answers name (facts 6). Pure. */
export function readBudget(usage: AccountUsage | null, pausedUntil: Date | null, now: Date): Budget {
  const at = usage ? new Date(usage.at) : null;
  const isBelieved = at !== null && now.getTime() - at.getTime() < BELIEVED_MS;
  const used = isBelieved ? Math.max(usage?.appPercent ?? -1, usage?.accountPercent ?? -1) : -1;
  const leftPercent = used < 0 ? null : Math.max(0, Math.floor(100 - used));
  return { state: stateOf(used, pausedUntil !== null && pausedUntil > now), leftPercent, at };
}

function stateOf(used: number, isPaused: boolean): Budget["state"] {
  if (isPaused) return "paused";
  if (used < 0) return "unknown";
  if (used >= SLOW_FROM_PERCENT) return "slowed";
  return used >= SCARCE_FROM_PERCENT ? "scarce" : "plenty";
}
