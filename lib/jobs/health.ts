import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { errorIn } from "./failure.ts";
import { type JobName, KEYED } from "./types.ts";
import { WORKER_LOCKS } from "./worker-locks.ts";

const MAX_LISTED = 100;
const FORGOTTEN_AT_ONCE = 10_000;

const ALWAYS_KEYED = Object.keys(KEYED).filter((name) => KEYED[name as JobName] === "always");
const IS_OVER = sql`attempts >= max_attempts and locked_at is null`;
const HAS_SUCCESSOR = sql`(key is null and task_identifier in (
  select json_array_elements_text(${JSON.stringify(ALWAYS_KEYED)}::json)))`;
const IS_GIVEN_UP = sql`${IS_OVER} and not ${HAS_SUCCESSOR}`;

/** `error`: class and code of what its last attempt ended with, as `failureOf` writes them; null where they are not known. */
export type GivenUpJob = { id: string; name: string; attempts: number; triedAt: Date; error: string | null };

/** `workers`: processes that take jobs right now. `failedJobs`: jobs that were given up after their last attempt. */
export async function getQueueHealth(): Promise<{ workers: number; failedJobs: number }> {
  const [row] = await db.execute<{ workers: number; failedJobs: number }>(sql`
    select
      (select count(distinct pid)::int from pg_locks
        where locktype = 'advisory' and granted and classid = ${WORKER_LOCKS}::oid
          and database = (select oid from pg_database where datname = current_database())) as "workers",
      (select count(*)::int from graphile_worker.jobs where ${IS_GIVEN_UP}) as "failedJobs"`);
  return row ?? { workers: 0, failedJobs: 0 };
}

/** Jobs that were given up after their last attempt, the latest first. What they are about is not told, only their kind. */
export async function listGivenUp(): Promise<GivenUpJob[]> {
  const rows = await db.execute<Omit<GivenUpJob, "triedAt"> & { triedAtMs: number }>(sql`
    select id::text, task_identifier as name, attempts::int, last_error as error,
      extract(epoch from updated_at)::float8 * 1000 as "triedAtMs"
    from graphile_worker.jobs where ${IS_GIVEN_UP} order by updated_at desc, id desc limit ${MAX_LISTED}`);
  return rows.map(({ triedAtMs, error, ...job }) => ({ ...job, triedAt: new Date(triedAtMs), error: errorIn(error) }));
}

/** Gives a job all its attempts again. False, and nothing is changed, where nobody has given it up, or no longer. */
export async function retryGivenUp(member: Member, { jobId }: { jobId: string }): Promise<boolean> {
  if (member.role !== "admin") throw new AppError("forbidden", "Only admins have jobs tried again.");
  const retried = await db.execute(sql`
    select id from graphile_worker.reschedule_jobs(array(
      select id from graphile_worker.jobs where id = ${jobId}::bigint and ${IS_GIVEN_UP}
    ), run_at => now(), attempts => 0)`);
  return retried.length > 0;
}

/** Housekeeping: jobs that failed and have a successor. */
export async function forgetSuperseded(): Promise<void> {
  await db.execute(sql`
    select count(*) from graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs where ${IS_OVER} and ${HAS_SUCCESSOR} limit ${FORGOTTEN_AT_ONCE}))`);
}
