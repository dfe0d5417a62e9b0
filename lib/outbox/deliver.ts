import { randomUUID } from "node:crypto";
import { db } from "#db/client.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { log } from "#lib/log.ts";
import { attempt } from "./attempt.ts";
import { type Claimed, claimDue, dueInMs, postponeBlocked, releaseLease, takeLease } from "./claim.ts";
import { createSettler, type Settle } from "./settle.ts";

/** So many lanes of one endpoint at once: few until it has taken something, and one while it does not answer. */
const FEW = 4;
const MANY = 12;
/** More is claimed once half of them are through, or after so long: one look for many events instead of one for each. */
const GATHER_MS = 25;
/** Then the others have their turn. */
const BUDGET_MS = 20_000;
/** How often a runner that waits for a slow answer looks for more. */
const LOOK_MS = 500;

/**
 * Sends an endpoint what is due, each conversation's events in their order. One runner at a time does that for an endpoint, so
 * a slow one holds up none of the others; whoever finds it taken may go, because the runner looks again after letting go.
 */
export async function deliverEvents(endpointId: string): Promise<void> {
  const runner = randomUUID();
  const until = Date.now() + BUDGET_MS;
  while (await takeLease(endpointId, runner)) {
    try {
      await drain(endpointId, runner, until);
      await postponeBlocked(endpointId);
    } finally {
      await releaseLease(endpointId, runner);
    }
    const waitMs = await dueInMs(endpointId);
    if (waitMs === null || waitMs > 0 || Date.now() > until) return returnIn(endpointId, waitMs);
  }
  const waitMs = await dueInMs(endpointId);
  if (waitMs !== null && waitMs > 0) await returnIn(endpointId, waitMs);
}

async function returnIn(endpointId: string, waitMs: number | null): Promise<void> {
  if (waitMs === null) return;
  const options = { key: `retry-events:${endpointId}`, runInMs: Math.max(0, Math.ceil(waitMs)) };
  await enqueue(db, "deliver-events", { endpointId }, options);
}

async function drain(endpointId: string, runner: string, until: number): Promise<void> {
  const flying = new Map<string, Promise<void>>();
  const settle = createSettler();
  let atOnce = FEW;
  let lookedAt = 0;
  for (;;) {
    const isWorthIt = flying.size <= atOnce / 2 || performance.now() - lookedAt > GATHER_MS;
    const mayClaim = isWorthIt && flying.size < atOnce && Date.now() < until;
    const claimed = mayClaim ? await claimDue(endpointId, runner, [...flying.keys()], atOnce) : [];
    if (mayClaim) lookedAt = performance.now();
    for (const one of claimed) {
      const sent = send(one, settle).then((isTaken) => {
        flying.delete(one.lane);
        if (isTaken) atOnce = MANY;
      });
      flying.set(one.lane, sent);
    }
    if (flying.size === 0) return;
    const waitMs = mayClaim && claimed.length === 0 ? LOOK_MS : GATHER_MS;
    await Promise.race([...flying.values(), pause(waitMs)]);
  }
}

/** Whether the endpoint took it. What cannot be settled now is sent again when its claim has run out: the endpoint knows it by its id. */
async function send(claimed: Claimed, settle: Settle): Promise<boolean> {
  try {
    const outcome = await attempt(claimed.endpoint, claimed.signed);
    await settle(claimed, outcome);
    return outcome.error === null;
  } catch (error) {
    log.error({ error, endpointId: claimed.endpoint.id, eventId: claimed.signed.id }, "webhook attempt not settled");
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
