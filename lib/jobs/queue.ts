import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import type { JobName, JobOptions, JobPayloads } from "./types.ts";

export type Job<Name extends JobName = JobName> = { name: Name; payload: JobPayloads[Name] } & JobOptions;

/** Our one door to the queue: the job exists if, and only if, the transaction commits. */
export function enqueue<Name extends JobName>(
  tx: Tx | Database,
  name: Name,
  payload: JobPayloads[Name],
  options: JobOptions = {},
): Promise<void> {
  return enqueueAll(tx, [{ name, payload, ...options }]);
}

/**
 * Many jobs in one statement, which costs one NOTIFY. Keys must differ within one call; they are sorted so that two
 * calls lock rows in the same order. Times are the database's. `keepsTime`: one that waits under the key keeps its time.
 */
export async function enqueueAll(tx: Tx | Database, jobs: Job[], { keepsTime = false } = {}): Promise<void> {
  if (jobs.length === 0) return;
  const sorted = [...jobs].sort((a, b) => (a.key ?? "").localeCompare(b.key ?? ""));
  await tx.execute(sql`
    select count(*) from graphile_worker.add_jobs(array(
      select (job->>'name', job->'payload', job->>'lane',
        now() + make_interval(secs => coalesce((job->>'runInMs')::float8, 0) / 1000),
        (job->>'maxAttempts')::smallint, job->>'key', (job->>'priority')::smallint, null)::graphile_worker.job_spec
      from json_array_elements(${JSON.stringify(sorted)}::json) as job
    ), ${keepsTime}::boolean)`);
}
