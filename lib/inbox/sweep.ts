import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { sweepUploads } from "#lib/files/uploads.ts";
import { forgetOldChanges } from "#lib/realtime/changes.ts";
import { sweepEvents } from "./dead-letters.ts";
import { releaseHeldReplies } from "./held-replies.ts";
import { wakeConversations } from "./snooze.ts";
import { queueStaleProfiles } from "./stale-profiles.ts";

const KEPT_BODIES_DAYS = 30;
const ROWS_PER_SWEEP = 2_000;

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

/** Raw bodies and settled events serve for thirty days, to explain and to replay; dead ones stay until somebody looks. */
async function forgetOldBodies(): Promise<void> {
  await db.execute(sql`
    with old as (
      select id from webhook_deliveries d
      where received_at < now() - make_interval(days => ${KEPT_BODIES_DAYS})
        and not exists (
          select 1 from webhook_events e where e.delivery_id = d.id and e.state in ('pending', 'waiting', 'dead'))
      order by received_at limit ${ROWS_PER_SWEEP}
    ), emptied as (
      delete from webhook_events where delivery_id in (select id from old)
    )
    update webhook_deliveries set body = '' where id in (select id from old) and length(body) > 0`);
}
