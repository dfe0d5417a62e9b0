import type postgres from "postgres";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { WORKER_LOCKS } from "#lib/jobs/worker-locks.ts";
import { log } from "#lib/log.ts";

export type Rescue = {
  /** This process runs that pool, until it says otherwise or dies. */
  watch(poolId: string): void;
  /** The pool is no more: what it held is free. */
  release(poolId: string): void;
  stop(): Promise<void>;
};

const EVERY_MS = 8_000;
/** A pool is known for this long before its lock counts: it takes its first jobs before the lock is there. */
const GRACE_SECONDS = 10;

/**
 * Frees the jobs of workers that died, in seconds instead of the queue's four hours. Every pool holds a session lock named
 * after it for as long as its process lives; whoever can take that lock knows that the owner is gone.
 */
export async function startRescue(): Promise<Rescue> {
  const client = connect(env().DATABASE_URL, {
    max: 1,
    connect_timeout: 2,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: "antwort rescue", statement_timeout: 5_000 },
  });
  const own = new Set<string>();

  async function round(): Promise<void> {
    for (const poolId of own) await holdLock(client, poolId);
    await freeOrphans(client, own);
  }

  const timer = setInterval(() => round().catch((error) => log.warn({ error }, "rescue round failed")), EVERY_MS);
  return {
    watch(poolId: string) {
      own.add(poolId);
      holdLock(client, poolId).catch((error) => log.warn({ error }, "pool lock not taken"));
    },
    release(poolId: string) {
      own.delete(poolId);
      freeJobs(client, poolId).catch((error) => log.warn({ error }, "jobs of a pool that ended not freed yet"));
    },
    async stop() {
      clearInterval(timer);
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

async function freeOrphans(client: postgres.Sql, own: Set<string>): Promise<void> {
  const owners = await client<{ poolId: string }[]>`
    select distinct locked_by as "poolId" from graphile_worker.jobs
    where locked_at < now() - make_interval(secs => ${GRACE_SECONDS})
      and locked_by not in (select jsonb_array_elements_text(${client.json([...own])}))`;
  for (const { poolId } of owners) {
    const [lock] = await client`select pg_try_advisory_lock(${WORKER_LOCKS}, hashtext(${poolId})) as taken`;
    if (!lock?.taken) continue;
    await freeJobs(client, poolId);
    log.warn({ poolId }, "jobs of a dead worker freed");
  }
}
