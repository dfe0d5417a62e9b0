import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Counts } from "./erase.ts";

type Place = { contactId: string; conversationId: string | null; instagramAccountId: string; igsid: string };

/** Deletes every row that is about the person, those that refer to others first. Answers how many of each kind. */
export async function eraseRows(tx: Tx, place: Place): Promise<Counts> {
  const { contactId, conversationId, instagramAccountId, igsid } = place;
  const ofConversation = sql`conversation_id = ${conversationId}`;
  const ofMessages = sql`message_id in (select id from messages where ${ofConversation})`;
  const counts: Counts = {};
  const remove = async (table: string, which: SQL) => {
    const { count } = await tx.execute(sql`delete from ${sql.raw(table)} where ${which}`);
    if (count > 0) counts[table] = count;
  };

  await remove("idempotency_keys", sql`message_ids && array(select id from messages where ${ofConversation})`);
  await remove("send_attempts", ofMessages);
  await remove("media_copies", ofMessages);
  await remove(
    "uploads",
    sql`${ofMessages} or id = any(array(
    select unnest(upload_ids) from drafts where ${ofConversation}))`,
  );
  const ofEvents = sql`event_id in (select id from outgoing_events where ${ofConversation})`;
  await remove("delivery_attempts", ofEvents);
  await remove("event_deliveries", ofEvents);
  await remove("outgoing_events", ofConversation);
  await remove("notifications", ofConversation);
  await remove("notes", ofConversation);
  await remove("drafts", ofConversation);
  await remove("conversation_events", ofConversation);
  await remove("conversation_labels", ofConversation);
  await remove("conversation_reads", ofConversation);
  await remove("api_reads", ofConversation);
  await remove("messages", ofConversation);
  await remove("conversations", sql`id = ${conversationId}`);
  await remove("comments", sql`instagram_account_id = ${instagramAccountId} and igsid = ${igsid}`);
  await remove("contacts", sql`id = ${contactId}`);
  await remove("conversation_scans", sql`instagram_account_id = ${instagramAccountId} and igsid = ${igsid}`);
  return counts;
}
