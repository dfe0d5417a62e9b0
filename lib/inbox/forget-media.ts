import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { cacheKey } from "#lib/media/cache-key.ts";
import type { Message } from "./threads.ts";

/** Deletes every file of ours with what an unsent message carried: copies, uploads and what is cached. */
export async function forgetMedia(tx: Tx, message: Pick<Message, "id" | "attachments" | "referral">): Promise<void> {
  const copies = await tx.execute<{ key: string }>(
    sql`delete from media_copies where message_id = ${message.id} returning storage_key as key`,
  );
  const uploads = await tx.execute<{ key: string }>(
    sql`delete from uploads where message_id = ${message.id} returning storage_key as key`,
  );
  const urls = message.attachments.map(({ url }) => url).filter((url) => url !== null);
  const cached = urls.flatMap((url) => [cacheKey(url, "shown"), cacheKey(url, "file")]);
  const stored = [...copies, ...uploads].map(({ key }) => key);
  if (stored.length + cached.length > 0) await enqueue(tx, "forget-files", { stored, cached });
}
