import type postgres from "postgres";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { WORKER_LOCKS } from "#lib/jobs/worker-locks.ts";
import { log } from "#lib/log.ts";

export type Rescue = {
  /** This process runs that pool, until it says otherwise or dies. `inHand`: ids of the jobs that its workers know of. */
  watch(poolId: string, inHand: ReadonlySet<string>): void;
  /** The pool is no more: what it held is free. */
  release(poolId: string): void;
  stop(): Promise<void>;
};

const EVERY_MS = 8_000;
/**
 * A pool is known for this long before its lock counts: it takes its first jobs before the lock is there. And a worker hears of
 * a job within this time, or never.
 */
const GRACE_SECONDS = 10;

/**
 * Frees the jobs of workers that died, in seconds instead of the queue's four hours. Every pool holds a session lock named
 * after it for as long as its process lives; whoever can take that lock knows that the owner is gone. Frees as well what a pool
 * of this process took without hearing of it, since the connection broke before the answer.
 */
export async function startRescue({ everyMs = EVERY_MS } = {}): Promise<Rescue> {
  const client = connect(env().DATABASE_URL, {
    max: 1,
    connect_timeout: 2,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: "antwort rescue", statement_timeout: 5_000 },
  });
  const own = new Map<string, ReadonlySet<string>>();
  let released = Promise.resolve();

  async function round(): Promise<void> {
    for (const [poolId, inHand] of own) {
      await holdLock(client, poolId);
      await freeUnheard(client, poolId, inHand);
    }
    await freeOrphans(client, [...own.keys()]);
  }

  const timer = setInterval(() => round().catch((error) => log.warn({ error }, "rescue round failed")), everyMs);
  return {
    watch(poolId: string, inHand: ReadonlySet<string>) {
      own.set(poolId, inHand);
      holdLock(client, poolId).catch((error) => log.warn({ error }, "pool lock not taken"));
    },
    release(poolId: string) {
      own.delete(poolId);
      released = released
        .then(() => freeJobs(client, poolId))
        .catch((error) => log.warn({ error }, "jobs of a pool that ended not freed yet"));
    },
    async stop() {
      clearInterval(timer);
      await released;
      await client.end({ timeout: 1 });
    },
  };
}

/** Session locks stack up, so it is taken only where this session does not hold it already. */
async function holdLock(client: postgres.Sql, poolId: string): Promise<void> {
  await client`
    select pg_try_advisory_lock(${WORKER_LOCKS}, hashtext(${poolId}))
    where not exists (
      select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted
        and classid = ${WORKER_LOCKS}::oid and objid = (hashtext(${poolId})::bigint & 4294967295)::oid)`;
}

async function freeJobs(client: postgres.Sql, poolId: string): Promise<void> {
  await client`select graphile_worker.force_unlock_workers(array[${poolId}])`;
  await client`select pg_advisory_unlock(${WORKER_LOCKS}, hashtext(${poolId}))`;
}

async function freeUnheard(client: postgres.Sql, poolId: string, inHand: ReadonlySet<string>): Promise<void> {
  const freed = await client<{ id: string }[]>`
    with freed as (
      update graphile_worker._private_jobs set locked_at = null, locked_by = null
      where locked_by = ${poolId} and locked_at < now() - make_interval(secs => ${GRACE_SECONDS})
        and id not in (select jsonb_array_elements_text(${client.json([...inHand])})::bigint)
      returning id, job_queue_id
    ), opened as (
      update graphile_worker._private_job_queues set locked_at = null, locked_by = null
      where id in (select job_queue_id from freed) and locked_by = ${poolId}
    )
    select id::text from freed`;
  if (freed.length > 0) log.warn({ jobIds: freed.map(({ id }) => id) }, "jobs freed that no worker had heard of");
}

async function freeOrphans(client: postgres.Sql, own: string[]): Promise<void> {
  const owners = await client<{ poolId: string }[]>`
    select distinct locked_by as "poolId" from graphile_worker.jobs
    where locked_at < now() - make_interval(secs => ${GRACE_SECONDS})
      and locked_by not in (select jsonb_array_elements_text(${client.json(own)}))`;
  for (const { poolId } of owners) {
    const [lock] = await client`select pg_try_advisory_lock(${WORKER_LOCKS}, hashtext(${poolId})) as taken`;
    if (!lock?.taken) continue;
    await freeJobs(client, poolId);
    log.warn({ poolId }, "jobs of a dead worker freed");
  }
}
