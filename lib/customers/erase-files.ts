import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts, messages } from "#db/schema/index.ts";
import type { FilesToForget } from "#lib/jobs/types.ts";
import { cacheKey } from "#lib/media/cache-key.ts";
import { pictureKey } from "#lib/media/picture-key.ts";

/** Every file of ours that shows the person or what they sent, or that was sent to them. */
export async function listFiles(tx: Tx, contactId: string, conversationId: string | null): Promise<FilesToForget> {
  const stored = await tx.execute<{ key: string }>(sql`
    select storage_key as key from media_copies where message_id in (
      select id from messages where conversation_id = ${conversationId})
    union all
    select storage_key from uploads where message_id in (select id from messages where conversation_id = ${conversationId})
      or id = any(array(select unnest(upload_ids) from drafts where conversation_id = ${conversationId}))`);
  const cached = [...(await listPictures(tx, contactId)), ...(await listCached(tx, conversationId))];
  return { stored: [pictureKey(contactId), ...stored.map(({ key }) => key)], cached };
}

async function listPictures(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx.select({ url: contacts.pictureUrl }).from(contacts).where(eq(contacts.id, contactId));
  return rows.flatMap(({ url }) => (url ? [cacheKey(url, "picture")] : []));
}

async function listCached(tx: Tx, conversationId: string | null): Promise<string[]> {
  if (!conversationId) return [];
  const rows = await tx
    .select({ attachments: messages.attachments, referral: messages.referral })
    .from(messages)
    .where(eq(messages.conversationId, conversationId));
  const urls = rows.flatMap(({ attachments, referral }) => [
    ...attachments.map(({ url }) => url),
    referral?.photoUrl,
    referral?.videoUrl,
  ]);
  return urls.flatMap((url) => (url ? [cacheKey(url, "shown"), cacheKey(url, "file")] : []));
}
