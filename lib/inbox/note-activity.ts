import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";

const NOTE_EVERY_MS = 5_000;
const notedAt = new Map<string, number>();

/**
 * An event has come for the account: it is not silent, and this is part of its rhythm. Every few seconds is enough, and spares
 * the account's row from being written with every event.
 */
export async function noteActivity(igId: string): Promise<void> {
  const now = Date.now();
  if (now - (notedAt.get(igId) ?? 0) < NOTE_EVERY_MS) return;
  notedAt.set(igId, now);
  await db.execute(sql`
    with noted as (
      update instagram_accounts set last_event_at = now(), silent_since = null
      where ig_id = ${igId} and disconnected_at is null
        and coalesce(last_event_at, '-infinity') < now() - make_interval(secs => ${NOTE_EVERY_MS / 1000})
      returning id
    )
    insert into account_hours as h (instagram_account_id, hour)
    select id, date_trunc('hour', now()) from noted
    on conflict (instagram_account_id, hour) do update set moments = h.moments + 1`);
}
