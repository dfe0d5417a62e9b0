import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { uploads } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Author } from "#lib/inbox/author.ts";

export type Upload = typeof uploads.$inferSelect;

/**
 * The uploads a message is to carry, locked and in the order asked for. Throws NotFoundError unless each is the author's own
 * and goes out with no other message. A program's are those of all programs of its workspace.
 */
export async function lockUploads(tx: Tx, author: Author, messageId: string, ids: string[]): Promise<Upload[]> {
  const found = await tx
    .select()
    .from(uploads)
    .where(and(inArray(uploads.id, ids), eq(uploads.workspaceId, author.workspaceId)))
    .orderBy(uploads.id)
    .for("update");
  return ids.map((id) => {
    const upload = found.find((one) => one.id === id);
    const isOwn = "apiKeyId" in author ? upload?.apiKeyId != null : upload?.memberId === author.id;
    if (!upload || !isOwn || (upload.messageId && upload.messageId !== messageId)) throw new NotFoundError("The file");
    return upload;
  });
}

export async function claimUploads(tx: Tx, messageId: string, claimed: Upload[]): Promise<void> {
  if (claimed.length === 0) return;
  const ids = claimed.map(({ id }) => id);
  await tx.update(uploads).set({ messageId }).where(inArray(uploads.id, ids));
}

/** The message is taken back: its files may go out with another one, or are swept away. */
export async function releaseUploads(tx: Tx, messageId: string): Promise<void> {
  await tx.update(uploads).set({ messageId: null }).where(eq(uploads.messageId, messageId));
}
