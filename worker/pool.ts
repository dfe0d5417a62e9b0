import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Runner, WorkerEvents, WorkerPool } from "graphile-worker";
import { log } from "#lib/log.ts";
import type { Rescue } from "./rescue.ts";

const TRY_AGAIN_MS = 1_000;
/** A pool that gave itself up and waits for longer than this waits for what will not come. */
const LAST_WORDS_MS = 5_000;
/** Until it is written down that a job is done, which is tried again where a connection breaks, nobody else takes it up. */
const WRITTEN_DOWN_MS = 5_000;
/** A worker without a job looks for one every second. Where none of a pool could for so long, perhaps another pool can. */
const SILENT_MS = 5_000;

export type Pool = { stop(): Promise<void> };

/**
 * Keeps one of the queue's pools going. A pool gives itself up where it cannot write down how a job ended, as when the
 * database's connections break at that moment; another takes its place, and what it held is freed by the rescue.
 */
export async function keepPool(begin: (events: WorkerEvents) => Promise<Runner>, rescue: Rescue): Promise<Pool> {
  let isStopping = false;
  let runner = await open();

  function open(): Promise<Runner> {
    const events: WorkerEvents = new EventEmitter();
    events.on("pool:create", ({ workerPool }) => {
      rescue.watch(workerPool.id, jobsInHand(events));
      endWhenSilent(events, workerPool);
    });
    events.on("pool:gracefulShutdown", ({ workerPool }) => {
      void replace();
      const timer = setTimeout(() => void endByForce(workerPool), LAST_WORDS_MS).unref();
      events.on("pool:release", () => clearTimeout(timer));
    });
    events.on("pool:release", ({ workerPool }) => rescue.release(workerPool.id));
    return begin(events);
  }

  async function replace(): Promise<void> {
    while (!isStopping) {
      try {
        runner = await open();
        log.warn("a pool of workers gave itself up and was replaced");
        if (isStopping) await runner.stop();
        return;
      } catch (error) {
        log.warn({ error }, "a pool of workers could not be replaced yet");
        await sleep(TRY_AGAIN_MS);
      }
    }
  }

  return {
    async stop() {
      isStopping = true;
      await runner.stop();
    },
  };
}

/** The ids of the jobs that the pool's workers have heard of and not done with. */
function jobsInHand(events: WorkerEvents): ReadonlySet<string> {
  const inHand = new Set<string>();
  events.on("job:start", ({ job }) => inHand.add(String(job.id)));
  events.on("job:complete", ({ job }) => {
    setTimeout(() => inHand.delete(String(job.id)), WRITTEN_DOWN_MS).unref();
  });
  return inHand;
}

/** A pool whose connection breaks at its first look for jobs keeps that failure and never looks again. */
function endWhenSilent(events: WorkerEvents, workerPool: WorkerPool): void {
  const busy = new Set<string>();
  let lookedAt = performance.now();
  const look = () => {
    lookedAt = performance.now();
  };
  events.on("worker:getJob:empty", look);
  events.on("job:start", ({ worker }) => busy.add(worker.workerId) && look());
  events.on("job:complete", ({ worker }) => busy.delete(worker.workerId) && look());
  const timer = setInterval(() => {
    if (busy.size >= workerPool._workers.length || performance.now() - lookedAt < SILENT_MS) return;
    clearInterval(timer);
    log.warn({ poolId: workerPool.id }, "a pool of workers is silent and is replaced");
    void Promise.resolve(workerPool.gracefulShutdown("It is silent.")).catch(() => undefined);
  }, SILENT_MS / 4).unref();
  events.on("pool:gracefulShutdown", () => clearInterval(timer));
}

async function endByForce(workerPool: WorkerPool): Promise<void> {
  try {
    await workerPool.forcefulShutdown("It did not end by itself.");
  } catch (error) {
    log.warn({ error }, "a pool of workers ended badly");
  }
}
