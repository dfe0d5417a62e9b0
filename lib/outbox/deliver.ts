import { randomUUID } from "node:crypto";
import { db } from "#db/client.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { log } from "#lib/log.ts";
import { attempt } from "./attempt.ts";
import { type Claimed, claimNext, dueInMs, postponeBlocked, releaseLease, takeLease } from "./claim.ts";
import { settleAttempt } from "./settle.ts";

/** So many lanes of one endpoint at once; one only while it does not answer. */
const CONCURRENCY = 4;
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
  let concurrency = 1;
  for (;;) {
    const mayClaim = flying.size < concurrency && Date.now() < until;
    const claimed = mayClaim ? await claimNext(endpointId, runner, [...flying.keys()]) : null;
    if (claimed) {
      concurrency = claimed.endpoint.failedAttempts > 0 ? 1 : CONCURRENCY;
      flying.set(
        claimed.lane,
        send(claimed).finally(() => flying.delete(claimed.lane)),
      );
      continue;
    }
    if (flying.size === 0) return;
    await Promise.race([...flying.values(), pause()]);
  }
}

/** What cannot be settled now is sent again when its claim has run out: the endpoint knows it by its id. */
async function send(claimed: Claimed): Promise<void> {
  try {
    await settleAttempt(claimed, await attempt(claimed.endpoint, claimed.signed));
  } catch (error) {
    log.error({ error, endpointId: claimed.endpoint.id, eventId: claimed.signed.id }, "webhook attempt not settled");
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
}
