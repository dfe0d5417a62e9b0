import { sql } from "drizzle-orm";
import { type Database, db, type Tx } from "#db/client.ts";
import { enqueueAll, type Job } from "#lib/jobs/queue.ts";

/** What happened longer ago is being caught up with: nobody is waiting in front of a screen for it. */
export const LIVE_SECONDS = 60;
/** Whoever has waited for so long was not waiting for a worker that is about to come. */
const OVERDUE_SECONDS = 20;
const BACKLOG = 10;

/** `isLive`: something has only just happened in it. */
export type DueLane = { lane: string; isLive: boolean };

/** One job for each lane with events to apply. What is live comes before everything that is caught up with. */
export function queueLanes(tx: Tx | Database, lanes: DueLane[]): Promise<void> {
  return enqueueAll(tx, lanes.map(jobOf));
}

/** Comes back to a lane after a pause, or as soon as somebody else does. */
export function queueAgain(lane: string, runInMs: number): Promise<void> {
  return enqueueAll(db, [{ ...jobOf({ lane, isLive: false }), runInMs }], { keepsTime: true });
}

function jobOf({ lane, isLive }: DueLane): Job<"process-events"> {
  return {
    name: "process-events",
    payload: { lane },
    key: `process-events:${lane}`,
    maxAttempts: 10,
    priority: isLive ? 0 : BACKLOG,
  };
}

/** After a time without workers all lanes that are due were live once. What comes in now goes before them. */
export async function putOverdueBehind(): Promise<void> {
  await db.execute(sql`
    select count(*) from graphile_worker.reschedule_jobs(array(
      select id from graphile_worker.jobs
      where task_identifier = 'process-events' and priority < ${BACKLOG} and locked_at is null
        and run_at < now() - make_interval(secs => ${OVERDUE_SECONDS})
    ), priority => ${BACKLOG})`);
}
