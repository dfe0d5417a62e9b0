import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { mediaCopies, messages } from "#db/schema/index.ts";
import { deleteFile, putFile } from "#lib/files/storage.ts";
import { MediaError } from "./errors.ts";
import type { Media } from "./file.ts";
import { listKeepable, openPart } from "./media.ts";

/**
 * With MEDIA_POLICY=archive: keeps a copy of everything a message carries, drawn anew and sniffed as what is shown. Stories
 * are never kept (facts 2.5). What Instagram no longer gives is let go; what may come later is thrown, so that the job
 * comes back. Doing it twice keeps one copy.
 */
export async function archiveMessage(messageId: string): Promise<void> {
  const [message] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.id, messageId), isNull(messages.deletedAt)));
  if (!message) return;
  const kept = await db
    .select({ part: mediaCopies.part })
    .from(mediaCopies)
    .where(eq(mediaCopies.messageId, messageId));
  const missing = listKeepable(message).filter((part) => !kept.some((copy) => copy.part === part));
  const failures: unknown[] = [];
  for (const part of missing) {
    try {
      await keepCopy(messageId, part, await openPart(message, part));
    } catch (error) {
      if (error instanceof MediaError && error.reason !== "unavailable") continue;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** The bytes first, then the row; one that comes too late, because the message was unsent meanwhile, takes the bytes back. */
async function keepCopy(messageId: string, part: number, media: Media): Promise<void> {
  const storageKey = `copies/${randomUUID()}`;
  const { contentType: mimeType, sizeBytes } = media;
  await putFile(storageKey, await media.stream(0, sizeBytes - 1), { mimeType, sizeBytes });
  const isKept = await transaction(async (tx) => {
    const [message] = await tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.id, messageId), isNull(messages.deletedAt)))
      .for("update");
    if (!message) return false;
    const stored = await tx
      .insert(mediaCopies)
      .values({ messageId, part, storageKey, mimeType, sizeBytes })
      .onConflictDoNothing()
      .returning({ part: mediaCopies.part });
    return stored.length > 0;
  });
  if (!isKept) await deleteFile(storageKey);
}
