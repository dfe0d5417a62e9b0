import { createHash } from "node:crypto";
import { type Tx, transaction, webhookDb } from "#db/client.ts";
import { isStatementError } from "#db/errors.ts";
import { webhookDeliveries, webhookEvents } from "#db/schema/index.ts";
import { createBatcher } from "#lib/batcher.ts";
import { forgetBodies } from "#lib/forget-events.ts";
import type { InstagramEvent } from "#lib/instagram/webhook.ts";
import { laneOf, parseWebhook } from "#lib/instagram/webhook.ts";
import { LIVE_SECONDS, queueLanes } from "./lane-jobs.ts";

const MAX_BODIES_PER_COMMIT = 64;
const ROWS_PER_INSERT = 1_000;

/**
 * Takes in one signed body: its bytes, its events under their keys and the jobs that apply them, in one commit. Resolves
 * once that is durable; a body or an event that is known already changes nothing. Content never makes it fail.
 */
export const recordDelivery: (body: Uint8Array) => Promise<void> = createBatcher(
  (bodies) => transaction((tx) => insertDeliveries(tx, bodies), webhookDb),
  { maxItems: MAX_BODIES_PER_COMMIT, isWorthRetrying: isStatementError },
);

async function insertDeliveries(tx: Tx, bodies: Uint8Array[]): Promise<void> {
  const bySha = new Map(bodies.map((body) => [createHash("sha256").update(body).digest("hex"), body]));
  const parsed = [...bySha].sort(byKey).map(([sha256, body]) => ({ sha256, body, ...parseWebhook(body) }));
  const stored = await tx
    .insert(webhookDeliveries)
    .values(parsed.map(({ sha256, body, problem }) => ({ sha256, body, problem })))
    .onConflictDoNothing()
    .returning({ id: webhookDeliveries.id, sha256: webhookDeliveries.sha256 });

  const ids = new Map(stored.map(({ sha256, id }) => [sha256, id]));
  const rows = parsed.flatMap(({ sha256, events, problem }) => {
    const deliveryId = ids.get(sha256);
    if (!deliveryId) return [];
    return problem === null
      ? events.map((event) => eventRow(event, deliveryId))
      : [unreadable(sha256, deliveryId, problem)];
  });
  await insertEvents(tx, rows);
}

type EventRow = typeof webhookEvents.$inferInsert;

/**
 * What is to be forgotten of an event is found through the one delivery that brought it. One that repeats it keeps its hash alone,
 * and what is new in it as events of their own.
 */
async function insertEvents(tx: Tx, rows: EventRow[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => byKey([a.igId + a.key], [b.igId + b.key]));
  const liveFrom = Date.now() - LIVE_SECONDS * 1_000;
  const lanes = new Map<string, boolean>();
  const broughtBy = new Map<string, string>();
  for (let start = 0; start < sorted.length; start += ROWS_PER_INSERT) {
    const inserted = await tx
      .insert(webhookEvents)
      .values(sorted.slice(start, start + ROWS_PER_INSERT))
      .onConflictDoNothing()
      .returning({
        deliveryId: webhookEvents.deliveryId,
        igId: webhookEvents.igId,
        key: webhookEvents.key,
        lane: webhookEvents.lane,
        state: webhookEvents.state,
        occurredAt: webhookEvents.occurredAt,
      });
    for (const event of inserted) broughtBy.set(identityOf(event), event.deliveryId);
    for (const { lane, occurredAt } of inserted.filter(({ state }) => state === "pending")) {
      lanes.set(lane, lanes.get(lane) || +occurredAt > liveFrom);
    }
  }
  const repeats = sorted.filter((row) => broughtBy.get(identityOf(row)) !== row.deliveryId);
  forgetBodies(
    tx,
    repeats.map(({ deliveryId }) => deliveryId),
  );
  await queueLanes(
    tx,
    [...lanes].map(([lane, isLive]) => ({ lane, isLive })),
  );
}

function eventRow(event: InstagramEvent, deliveryId: string): EventRow {
  const { igId, key, kind, occurredAt, raw } = event;
  const common = {
    deliveryId,
    igId,
    key,
    kind,
    occurredAt,
    lane: laneOf(event),
    mid: "mid" in event ? event.mid : null,
  };
  if (raw !== null) return { ...common, payload: raw };
  return { ...common, payload: "", state: "dead", reason: "too_deep", settledAt: new Date() };
}

/** A signed body that cannot be read still stands among the dead letters. */
function unreadable(sha256: string, deliveryId: string, problem: string): EventRow {
  return {
    deliveryId,
    igId: "",
    key: `body:${sha256}`,
    kind: "unreadable",
    lane: "",
    occurredAt: new Date(),
    payload: "",
    state: "dead",
    reason: problem,
    settledAt: new Date(),
  };
}

function identityOf({ igId, key }: Pick<EventRow, "igId" | "key">): string {
  return `${igId} ${key}`;
}

/** One order for all writers, so that two of them never wait for each other. */
function byKey([a]: [string, ...unknown[]], [b]: [string, ...unknown[]]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
