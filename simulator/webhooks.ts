import { randomInt } from "node:crypto";
import { shortId } from "./ids.ts";
import { metaJson } from "./json.ts";
import { post, verify } from "./post.ts";
import type { Delivery, Update } from "./state.ts";
import type { World } from "./store.ts";

const GIVE_UP_MS = 36 * 3_600_000;
const LANE_HELD_FOR_ATTEMPTS = 5;
const AT_ONCE = 64;

/**
 * Delivers updates to the app's callback the way Meta does (facts 2.2 to 2.4): signed, in order per conversation, repeated with
 * growing gaps for 36 hours while the answer is not 200. Undelivered bodies are part of the saved state.
 */
export type Webhooks = ReturnType<typeof openWebhooks>;

export function openWebhooks(world: World) {
  const flying = new Set<string>();
  const idle = new Set<() => void>();
  let batch: Update[] = [];
  let timer: NodeJS.Timeout | null = null;
  let batchTimer: NodeJS.Timeout | null = null;
  let closed = false;

  function emit(update: Update) {
    const modes = world.state.webhooks;
    if (modes.drop > 0 && random(world) < modes.drop) return;
    if (modes.hold) {
      world.state.held.push(update);
      world.changed({ what: "webhooks" });
      return;
    }
    const wait = modes.batch_ms || modes.shuffle_ms;
    if (!wait) return enqueue([update]);
    batch.push(update);
    batchTimer ??= setTimeout(closeBatch, wait);
  }

  function closeBatch() {
    const updates = batch;
    batch = [];
    batchTimer = null;
    if (world.state.webhooks.batch_ms) return enqueue(updates);
    for (const update of shuffled(world, updates)) enqueue([update], { ownLane: true });
  }

  /** Lets held updates go: one POST each, or all in one POST; `order` is kept, reversed or shuffled. */
  function release(options: { as: "single" | "batch"; order: "kept" | "reverse" | "shuffle" }): number {
    const held = world.state.held;
    world.state.held = [];
    const ordered =
      options.order === "reverse" ? held.toReversed() : options.order === "shuffle" ? shuffled(world, held) : held;
    if (options.as === "batch") {
      if (ordered.length > 0) enqueue(ordered);
    } else for (const update of ordered) enqueue([update]);
    return held.length;
  }

  function enqueue(updates: Update[], options: { ownLane?: boolean } = {}) {
    const modes = world.state.webhooks;
    const lane = updates.length === 1 && !options.ownLane ? (updates[0]?.lane ?? "") : `batch:${shortId()}`;
    for (let copy = 0; copy < Math.max(1, modes.duplicate); copy++) {
      deliver({ lane: copy === 0 ? lane : `${lane}:copy${copy}`, body: bodyOf(world, updates), delay: modes.delay_ms });
    }
  }

  function deliver(given: {
    lane: string;
    body: string;
    delay?: number;
    url?: string;
    headers?: Record<string, string>;
  }) {
    const now = Date.now();
    const delivery: Delivery = {
      id: shortId(),
      lane: given.lane,
      body: given.body,
      created_at: now,
      attempts: 0,
      next_at: now + (given.delay ?? 0),
      last: null,
      ...(given.url ? { url: given.url } : {}),
      ...(given.headers ? { headers: given.headers } : {}),
    };
    world.state.outbox.push(delivery);
    world.changed();
    pump();
    return delivery.id;
  }

  function pump() {
    if (closed) return;
    if (timer) clearTimeout(timer);
    timer = null;
    const { outbox } = world.state;
    if (outbox.length === 0) for (const done of idle) done();
    const busy = new Set<string>();
    let soonest = Number.POSITIVE_INFINITY;
    for (const delivery of outbox) {
      const held = busy.has(delivery.lane);
      if (delivery.attempts < LANE_HELD_FOR_ATTEMPTS) busy.add(delivery.lane);
      if (held || flying.has(delivery.id)) continue;
      if (delivery.next_at <= Date.now()) {
        if (flying.size < AT_ONCE) void attempt(delivery);
      } else soonest = Math.min(soonest, delivery.next_at);
    }
    if (soonest < Number.POSITIVE_INFINITY) timer = setTimeout(pump, Math.max(1, soonest - Date.now()));
  }

  async function attempt(delivery: Delivery) {
    flying.add(delivery.id);
    const url = delivery.url ?? world.state.webhooks.url;
    delivery.last = url ? await post(world, url, delivery.body, delivery.headers) : "no callback address";
    delivery.attempts++;
    flying.delete(delivery.id);
    if (closed) return;
    const { retry_ms } = world.state.webhooks;
    const over = delivery.last === "200" || Date.now() - delivery.created_at > GIVE_UP_MS || retry_ms.length === 0;
    if (over) {
      world.state.outbox = world.state.outbox.filter((one) => one !== delivery);
      if (delivery.last === "200") wakeUnreached();
    } else {
      delivery.next_at = Date.now() + (retry_ms[Math.min(delivery.attempts, retry_ms.length) - 1] ?? 60_000);
    }
    world.changed({ what: "webhooks" });
    pump();
  }

  function wakeUnreached() {
    for (const one of world.state.outbox) {
      if (one.attempts > 0 && one.last?.startsWith("no ")) one.next_at = 0;
    }
  }

  /** Repeats everything that waits, now. */
  function retryNow() {
    for (const one of world.state.outbox) one.next_at = 0;
    pump();
  }

  /** Resolves once nothing waits any more, or after `timeout` milliseconds; answers what is left. */
  async function settled(timeout: number): Promise<number> {
    if (batchTimer) {
      clearTimeout(batchTimer);
      closeBatch();
    }
    if (world.state.outbox.length > 0) {
      await new Promise<void>((resolve) => {
        const limit = setTimeout(finish, timeout);
        function finish() {
          clearTimeout(limit);
          idle.delete(finish);
          resolve();
        }
        idle.add(finish);
      });
    }
    return world.state.outbox.length;
  }

  /** The dashboard's check of the callback address, repeated until the app is up. */
  function verifyLazily() {
    const { url, verified } = world.state.webhooks;
    if (!url || verified || closed) return;
    void verify(world, url).then((result) => {
      if (closed || world.state.webhooks.url !== url) return;
      world.state.webhooks.verified = result === "verified";
      if (result === "unreachable") setTimeout(verifyLazily, 1000).unref();
      if (result === "verified") retryNow();
      world.changed({ what: "webhooks" });
    });
  }

  function close() {
    closed = true;
    for (const one of [timer, batchTimer]) if (one) clearTimeout(one);
  }

  world.bus.on("reset", () => {
    batch = [];
    if (batchTimer) clearTimeout(batchTimer);
    batchTimer = null;
    for (const done of idle) done();
  });
  return { emit, release, deliver, pump, retryNow, settled, verifyLazily, close };
}

/** One body for these updates; neighbours of one account share an entry. */
function bodyOf(world: World, updates: Update[]): string {
  const entries: Record<string, unknown>[] = [];
  let last = { account: "", list: "", events: [] as unknown[] };
  for (const { account, list, field, event } of updates) {
    const time = list === "messaging" || list === "standby" ? world.now() : Math.floor(world.now() / 1000);
    if (list === "flat") {
      entries.push({ id: account, time, field, value: event });
      last = { account: "", list: "", events: [] };
      continue;
    }
    const item = list === "changes" ? { field, value: event } : event;
    if (last.account === account && last.list === list) {
      last.events.push(item);
      continue;
    }
    const events = [item];
    entries.push(list === "changes" ? { id: account, time, changes: events } : { time, id: account, [list]: events });
    last = { account, list, events };
  }
  return metaJson({ object: "instagram", entry: entries });
}

function shuffled<T>(world: World, items: T[]): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random(world) * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

/** Repeatable chance: the same seed gives the same losses and orders. */
function random(world: World): number {
  const modes = world.state.webhooks;
  modes.seed = (Math.imul(modes.seed || randomInt(1, 2 ** 31), 1_664_525) + 1_013_904_223) >>> 0;
  return modes.seed / 2 ** 32;
}
