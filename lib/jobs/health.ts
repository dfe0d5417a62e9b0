import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { WORKER_LOCKS } from "./worker-locks.ts";

/** `workers`: processes that take jobs right now. `failedJobs`: jobs that were given up after their last attempt. */
export async function getQueueHealth(): Promise<{ workers: number; failedJobs: number }> {
  const [row] = await db.execute<{ workers: number; failedJobs: number }>(sql`
    select
      (select count(distinct pid)::int from pg_locks
        where locktype = 'advisory' and granted and classid = ${WORKER_LOCKS}::oid
          and database = (select oid from pg_database where datname = current_database())) as "workers",
      (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts and locked_at is null) as "failedJobs"`);
  return row ?? { workers: 0, failedJobs: 0 };
}
