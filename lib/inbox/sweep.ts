import { sql } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { sweepUploads } from "#lib/files/uploads.ts";
import { forgetOldChanges } from "#lib/realtime/changes.ts";
import { sweepEvents } from "./dead-letters.ts";
import { releaseHeldReplies } from "./held-replies.ts";
import { wakeConversations } from "./snooze.ts";
import { queueStaleProfiles } from "./stale-profiles.ts";

const KEPT_BODIES_DAYS = 30;
/** In one minute; of the events of a body with very many, some are left for the next. */
const MAX_FORGOTTEN = { bodies: 2_000, events: 10_000 };

/** The minute's housekeeping. */
export async function sweepInbox(): Promise<void> {
  await sweepEvents();
  await releaseHeldReplies();
  await wakeConversations();
  await forgetOldChanges();
  await forgetOldBodies();
  await sweepUploads();
  await queueStaleProfiles();
}

/**
 * Raw bodies and settled events serve for thirty days, to explain and to replay; dead ones stay until somebody looks. What
 * somebody else has in hand is left for the next time, so that this waits for nobody.
 */
async function forgetOldBodies(): Promise<void> {
  const isOld = sql`d.forgotten_at is null and d.received_at < now() - make_interval(days => ${KEPT_BODIES_DAYS})`;
  const { bodies, events } = MAX_FORGOTTEN;
  await transaction(async (tx) => {
    await tx.execute(sql`
      with old as materialized (
        select d.id from webhook_deliveries d
        where ${isOld} and not exists (
          select 1 from webhook_events e where e.delivery_id = d.id and e.state in ('pending', 'waiting', 'dead'))
        order by d.received_at limit ${bodies}
      ), settled as materialized (
        select e.id from webhook_events e join old on old.id = e.delivery_id
        where e.state in ('applied', 'ignored') limit ${events} for update of e skip locked
      )
      delete from webhook_events where id in (select id from settled)`);
    await tx.execute(sql`
      with free as materialized (
        select d.id from webhook_deliveries d
        where ${isOld} and not exists (select 1 from webhook_events e where e.delivery_id = d.id)
        order by d.received_at limit ${bodies} for no key update of d skip locked
      )
      update webhook_deliveries set body = '', forgotten_at = now() where id in (select id from free)`);
  });
}
