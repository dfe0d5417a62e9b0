import { type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { closeDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { checkSubscriptions } from "#lib/accounts/subscriptions.ts";
import { startCallLog } from "#lib/calls/record.ts";
import { env } from "#lib/env.ts";
import { putOverdueBehind } from "#lib/inbox/lane-jobs.ts";
import { reconcileAccounts } from "#lib/inbox/reconcile.ts";
import { failureOf } from "#lib/jobs/failure.ts";
import type { JobName } from "#lib/jobs/types.ts";
import { beginDrain } from "#lib/lifecycle.ts";
import { log } from "#lib/log.ts";
import { handlers } from "./handlers.ts";
import { workerLogger } from "./logger.ts";
import { keepPool, type Pool } from "./pool.ts";
import { startRescue } from "./rescue.ts";
import { SCHEDULE } from "./schedule.ts";

/** Intake has workers of its own: a dozen sends that hang at Instagram must not hold up a customer's message. */
const INTAKE: JobName[] = ["process-events"];
/** So do programs of strangers: an endpoint that hangs must not hold up a reply. */
const OUTBOX: JobName[] = ["deliver-events"];
const CONCURRENCY = { intake: 4, outgoing: 10, outbox: 6 };
/**
 * How jobs ended is written down for several at once. One by one the queue drops the promise of it, so that a connection which
 * breaks just then would end the process.
 */
const TOGETHER = { completeJobBatchDelay: 20, failJobBatchDelay: 0 };
/** At most; those of the outbox, which mostly wait for strangers, hardly need theirs. */
const CONNECTIONS = { intake: 6, outgoing: 12, outbox: 6 };

export type Worker = { stop(): Promise<void> };

/** Whatever was not looked at for so long when a worker starts may have been missed while none ran. */
const UNCHECKED_FOR_MINUTES = 2;

/** Runs all jobs of the installation in this process, beside any number of others. The database must be migrated. */
export async function startWorker(): Promise<Worker> {
  const rescue = await startRescue();
  const names = Object.keys(handlers) as JobName[];
  await putOverdueBehind();
  const others = names.filter((name) => !INTAKE.includes(name) && !OUTBOX.includes(name));
  const pools: Pool[] = [
    await keepPool((events) => startRunner("intake", INTAKE, events), rescue),
    await keepPool((events) => startRunner("outbox", OUTBOX, events), rescue),
    await keepPool((events) => startRunner("outgoing", others, events, SCHEDULE), rescue),
  ];
  await checkSubscriptions({ uncheckedForMinutes: UNCHECKED_FOR_MINUTES });
  await reconcileAccounts({ uncheckedForMinutes: UNCHECKED_FOR_MINUTES });
  return {
    async stop() {
      await Promise.allSettled(pools.map((pool) => pool.stop()));
      await rescue.stop();
    },
  };
}

function startRunner(
  pool: keyof typeof CONCURRENCY,
  names: JobName[],
  events: WorkerEvents,
  crontab?: string,
): Promise<Runner> {
  return run({
    connectionString: env().DATABASE_URL,
    concurrency: CONCURRENCY[pool],
    maxPoolSize: CONNECTIONS[pool],
    pollInterval: 1_000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 4_000,
    logger: workerLogger,
    taskList: Object.fromEntries(names.map((name) => [name, taskOf(name)])) as TaskList,
    events,
    preset: { worker: TOGETHER },
    ...(crontab ? { crontab } : {}),
  });
}

function taskOf(name: JobName) {
  const handler = handlers[name] as (payload: unknown) => Promise<void>;
  return async (payload: unknown) => {
    try {
      await handler(payload);
    } catch (error) {
      throw failureOf(error);
    }
  };
}

if (import.meta.main) {
  await migrate();
  const endCallLog = startCallLog();
  const worker = await startWorker();
  log.info("worker started");
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      beginDrain();
      await worker.stop();
      await endCallLog();
      await closeDatabase();
      process.exit(0);
    });
  }
}
