import { sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";

const KEPT_DAYS = 30;
const ROWS_PER_SWEEP = 5_000;

/** The minute's housekeeping: wakes what nobody else has, ends the attempts of dead runners, forgets what is old. */
export async function sweepOutbox(): Promise<void> {
  await wakeDue();
  await endAbandoned();
  await forgetOld();
}

async function wakeDue(): Promise<void> {
  await transaction(async (tx) => {
    const due = await tx.execute<{ id: string }>(sql`
      select w.id from webhook_endpoints w
      where w.paused_at is null and w.disabled_at is null
        and (w.held_until is null or w.held_until <= now()) and (w.leased_until is null or w.leased_until < now())
        and exists (
          select 1 from event_deliveries d
          where d.endpoint_id = w.id and d.state = 'pending' and d.next_attempt_at <= now())`);
    await enqueueAll(
      tx,
      due.map(({ id }) => ({ name: "deliver-events", payload: { endpointId: id }, key: `deliver-events:${id}` })),
    );
  });
}

async function endAbandoned(): Promise<void> {
  await db.execute(sql`
    update delivery_attempts set error = 'interrupted', finished_at = now()
    where finished_at is null and started_at < now() - interval '2 minutes' and started_at > now() - interval '1 day'`);
}

/** The log serves for thirty days; then events go with their deliveries and attempts. */
async function forgetOld(): Promise<void> {
  await db.execute(sql`
    delete from outgoing_events where id in (
      select id from outgoing_events where created_at < now() - make_interval(days => ${KEPT_DAYS})
      order by created_at limit ${ROWS_PER_SWEEP})`);
}
