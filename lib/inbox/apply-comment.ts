import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { comments, contacts } from "#db/schema/index.ts";
import { findErasedAt } from "#lib/erased-contacts.ts";
import type { CommentEvent } from "#lib/instagram/events.ts";
import { type Account, APPLIED, ERASED, type Outcome } from "./apply-event.ts";

/**
 * A comment or mention is no message: it opens no conversation and no window, and makes nobody a customer. It is kept beside
 * them, longer than its event, for whoever looks at its author.
 */
export async function applyComment(tx: Tx, account: Account, event: CommentEvent): Promise<Outcome> {
  const { key, field, from, byAccount, commentId, parentId, media, text, occurredAt } = event;
  const igsid = byAccount ? null : (from?.id ?? null);
  if (igsid && (await isErased(tx, account, igsid, occurredAt))) return ERASED;
  await tx
    .insert(comments)
    .values({
      workspaceId: account.workspaceId,
      instagramAccountId: account.id,
      key,
      field,
      igsid,
      username: from?.username ?? null,
      byAccount,
      commentId,
      parentId,
      mediaId: media?.id ?? null,
      adTitle: media?.adTitle ?? null,
      text,
      occurredAt,
    })
    .onConflictDoNothing();
  return APPLIED;
}

/** The lock makes one that comes while its author is being erased wait until that is done. */
async function isErased(tx: Tx, account: Account, igsid: string, at: Date): Promise<boolean> {
  const isAuthor = and(eq(contacts.instagramAccountId, account.id), eq(contacts.igsid, igsid));
  await tx.select({ id: contacts.id }).from(contacts).where(isAuthor).for("key share");
  const erasedAt = await findErasedAt(tx, { ...account, igsid });
  return erasedAt !== null && at <= erasedAt;
}
