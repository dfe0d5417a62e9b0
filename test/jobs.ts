import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import type { JobName, JobPayloads } from "#lib/jobs/types.ts";

/** The payloads of the jobs of this name that wait, oldest first. */
export async function jobsNamed<Name extends JobName>(name: Name): Promise<JobPayloads[Name][]> {
  const rows = await db.execute<{ payload: JobPayloads[Name] }>(sql`
    select j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${name} order by j.id`);
  return rows.map(({ payload }) => payload);
}
