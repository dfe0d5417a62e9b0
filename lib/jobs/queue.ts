import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import type { JobName, JobOptions, JobPayloads, KeyedJobName } from "./types.ts";

export type Job<Name extends JobName = JobName> = {
  [One in Name]: { name: One; payload: JobPayloads[One] } & JobOptions<One>;
}[Name];

/** Our one door to the queue: the job exists if, and only if, the transaction commits. */
export function enqueue<Name extends JobName>(
  tx: Tx | Database,
  name: Name,
  payload: JobPayloads[Name],
  ...[options]: Name extends KeyedJobName ? [options: JobOptions<Name>] : [options?: JobOptions<Name>]
): Promise<void> {
  // That the three belong together is lost on the compiler where the name is not known yet.
  return enqueueAll(tx, [{ name, payload, ...options } as Job]);
}

/**
 * Many jobs in one statement, which costs one NOTIFY. Keys must differ within one call; they are sorted so that two
 * calls lock rows in the same order. Times are the database's. `keepsTime`: one that waits under the key keeps its time.
 */
export async function enqueueAll(tx: Tx | Database, jobs: Job[], { keepsTime = false } = {}): Promise<void> {
  let missing = [...jobs].sort((a, b) => (a.key ?? "").localeCompare(b.key ?? ""));
  while (missing.length > 0) {
    const added = await addJobs(tx, missing, keepsTime);
    // Where a worker takes up a job at this very moment, the queue changes nothing and adds nothing for its key; what is
    // asked for now would wait for somebody else to ask. The next statement sees the job as taken and adds another.
    missing = missing.filter(({ key }) => key !== undefined && !added.has(key));
  }
}

/** The keys under which a job waits now. */
async function addJobs(tx: Tx | Database, jobs: Job[], keepsTime: boolean): Promise<Set<string | null>> {
  const rows = await tx.execute<{ key: string | null }>(sql`
    select key from graphile_worker.add_jobs(array(
      select (job->>'name', job->'payload', job->>'lane',
        now() + make_interval(secs => coalesce((job->>'runInMs')::float8, 0) / 1000),
        (job->>'maxAttempts')::smallint, job->>'key', (job->>'priority')::smallint, null)::graphile_worker.job_spec
      from json_array_elements(${JSON.stringify(jobs)}::json) as job
    ), ${keepsTime}::boolean)`);
  return new Set(rows.map(({ key }) => key));
}
