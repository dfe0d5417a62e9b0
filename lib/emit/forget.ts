import { type SQL, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";

/**
 * Empties what was told of a message that was unsent since, once every endpoint has it or was given up: an event that is
 * still on its way keeps its bytes until then. That it was told stays known.
 */
export async function forgetTold(tx: Tx | Database, messageId: string): Promise<void> {
  await forget(tx, sql`e.message_id = ${messageId}`);
}

/** The same, from the other side: for events that have just been settled. */
export async function forgetIfUnsent(tx: Tx | Database, eventIds: string[]): Promise<void> {
  await forget(tx, sql`e.id in (select value::uuid from json_array_elements_text(${JSON.stringify(eventIds)}::json))`);
}

async function forget(tx: Tx | Database, which: SQL): Promise<void> {
  await tx.execute(sql`
    update outgoing_events e set body = '' from messages m
    where ${which} and m.id = e.message_id and m.deleted_at is not null
      and e.event like 'message.%' and e.event <> 'message.deleted' and e.body <> ''
      and not exists (select 1 from event_deliveries d where d.event_id = e.id and d.state = 'pending')`);
}
