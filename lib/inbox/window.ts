/** Facts 3.1: 24 hours from the customer's latest message; with the Human Agent feature a person has 7 days. */
export const WINDOW_MS = 24 * 60 * 60 * 1000;
export const HUMAN_AGENT_WINDOW_MS = 7 * WINDOW_MS;
/** From here on it is near: lists and composers say how long. */
export const CLOSING_MS = 4 * 60 * 60 * 1000;

export type ReplyWindow = {
  /** `human_agent`: past 24 hours, but a person may still answer. `none`: the customer never wrote. */
  state: "open" | "closing" | "human_agent" | "closed" | "none";
  closesAt: Date | null;
};

/**
 * May we reply now, and until when? All moments must come from the same clock. `refusedAt`: Instagram itself said no since the
 * customer last wrote, which counts for more than our reckoning.
 */
export function replyWindow(
  lastInboundAt: Date | null,
  now: Date,
  hasHumanAgent: boolean,
  refusedAt: Date | null = null,
): ReplyWindow {
  if (!lastInboundAt) return { state: "none", closesAt: null };
  const ageMs = now.getTime() - lastInboundAt.getTime();
  const closesAt = refusedAt ?? new Date(lastInboundAt.getTime() + WINDOW_MS);
  if (ageMs < WINDOW_MS && !refusedAt) return { state: ageMs < WINDOW_MS - CLOSING_MS ? "open" : "closing", closesAt };
  const agentClosesAt = hasHumanAgent ? answerableUntil(lastInboundAt, true, refusedAt) : null;
  if (agentClosesAt && ageMs < HUMAN_AGENT_WINDOW_MS) return { state: "human_agent", closesAt: agentClosesAt };
  return { state: "closed", closesAt: agentClosesAt ?? closesAt };
}

/**
 * Until when a person may answer at all: what lists are sorted by and count down to. With the Human Agent feature that is more
 * than the 24 hours. Null where nobody may, whatever the time is.
 */
export function answerableUntil(
  lastInboundAt: Date | null,
  hasHumanAgent: boolean,
  refusedAt: Date | null = null,
): Date | null {
  if (!lastInboundAt) return null;
  const normallyUntil = lastInboundAt.getTime() + WINDOW_MS;
  if (refusedAt && (!hasHumanAgent || refusedAt.getTime() >= normallyUntil)) return null;
  return hasHumanAgent ? new Date(lastInboundAt.getTime() + HUMAN_AGENT_WINDOW_MS) : new Date(normallyUntil);
}

/** From when a refusal counts: that of a reply with the Human Agent tag closes what comes after the 24 hours as well. */
export function refusalMoment(lastInboundAt: Date | null, now: Date, isTagged: boolean): Date {
  const afterWindow = (lastInboundAt?.getTime() ?? 0) + WINDOW_MS;
  return isTagged ? new Date(Math.max(now.getTime(), afterWindow)) : now;
}
