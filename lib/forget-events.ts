import { type SQL, sql } from "drizzle-orm";
import { beforeCommit, type Tx } from "#db/client.ts";
import { webhookEvents } from "#db/schema/index.ts";

/** Takes out of stored events, and of the bodies they came in, whatever speaks of a person. That they came stays known. */
export async function forgetEvents(tx: Tx, which: SQL): Promise<number> {
  const forgotten = await tx
    .update(webhookEvents)
    .set({
      key: sql`'erased:' || ${webhookEvents.id}`,
      lane: "",
      mid: null,
      payload: "",
      state: "ignored",
      reason: "erased",
      settledAt: sql`coalesce(${webhookEvents.settledAt}, now())`,
    })
    .where(which)
    .returning({ deliveryId: webhookEvents.deliveryId });
  forgetBodies(
    tx,
    forgotten.map(({ deliveryId }) => deliveryId),
  );
  return forgotten.length;
}

/**
 * Which stored events are an account's own: all that name it, but what came since it was disconnected is another workspace's where
 * that one has the same Instagram account now.
 */
export function eventsOf({ id, igId }: { id: string; igId: string }): SQL {
  return sql`ig_id = ${igId} and not exists (
    select 1 from instagram_accounts own join instagram_accounts other
      on other.ig_id = own.ig_id and other.id <> own.id and other.disconnected_at is null
    where own.id = ${id} and own.disconnected_at < webhook_events.received_at)`;
}

/**
 * Takes what a message said out of its stored events, and out of the bodies they came in, once it was unsent. That they came
 * stays known, under their keys, so that a repeat changes nothing. One that is still to be applied is for a later call.
 */
export async function forgetUnsent(
  tx: Tx,
  { instagramAccountId, mid }: { instagramAccountId: string; mid: string | null },
): Promise<void> {
  if (mid === null) return;
  // What has the mid in its key, and what its own index has: in two, since no one index has both.
  const forgotten = await tx.execute<{ deliveryId: string }>(sql`
    with account as (select ig_id from instagram_accounts where id = ${instagramAccountId}), told as (
      select id from webhook_events
      where ig_id = (select ig_id from account) and key in (${`message:${mid}`}, ${`postback:${mid}`})
      union all
      select id from webhook_events
      where ig_id = (select ig_id from account) and mid = ${mid}
        and kind in ('message_edit', 'stray_edit', 'reaction')
    )
    update webhook_events e set payload = '',
      state = case when state = 'dead' then 'ignored' else state end,
      reason = case when state = 'dead' then 'unsent' else reason end
    from told where e.id = told.id and e.payload <> '' and e.state <> 'pending'
    returning e.delivery_id as "deliveryId"`);
  forgetBodies(
    tx,
    forgotten.map(({ deliveryId }) => deliveryId),
  );
}

const bodiesOf = new WeakMap<Tx, Set<string>>();

/**
 * Takes the bytes of deliveries away; that they came stays known by their hash. A body may speak of many people, so that several
 * want it at once: all take what they want at the end of their transaction (one begun with `transaction`), in one order, and wait
 * for nothing afterwards.
 */
export function forgetBodies(tx: Tx, deliveryIds: string[]): void {
  if (deliveryIds.length === 0) return;
  const wanted = bodiesOf.get(tx) ?? new Set();
  if (wanted.size === 0) {
    bodiesOf.set(tx, wanted);
    beforeCommit(tx, () => emptyBodies(tx, [...wanted].sort()));
  }
  for (const id of deliveryIds) wanted.add(id);
}

async function emptyBodies(tx: Tx, ids: string[]): Promise<void> {
  await tx.execute(sql`
    with whole as materialized (
      select d.id from webhook_deliveries d
      where d.id = any(array(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json)))
        and length(d.body) > 0
      order by d.id for no key update of d
    )
    update webhook_deliveries d set body = '' from whole where d.id = whole.id`);
}
