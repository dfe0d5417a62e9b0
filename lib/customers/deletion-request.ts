import { createHash } from "node:crypto";
import { and, eq, or, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { contacts, erasures, instagramAccounts } from "#db/schema/index.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { confirmationCode } from "./confirmation-code.ts";

/** What Meta's callback asks for; `signature` names the request, so that the same one again is the same deletion. */
export type DeletionRequest = { userId: string; issuedAt: Date; signature: string };

/**
 * Somebody told Meta that they want their data deleted (facts 1.7). The id is that of a connected account, of either kind, or
 * of a customer; whoever it is, a record is kept and answered by its code, also where we hold nothing. What was connected
 * only after the request was made is not what it speaks of.
 */
export async function recordDeletionRequest({
  userId,
  issuedAt,
  signature,
}: DeletionRequest): Promise<{ code: string }> {
  const code = confirmationCode(createHash("sha256").update(signature).digest().subarray(0, 15));
  await transaction(async (tx) => {
    const accounts = await tx
      .select({ id: instagramAccounts.id, workspaceId: instagramAccounts.workspaceId })
      .from(instagramAccounts)
      .where(
        and(
          or(eq(instagramAccounts.igId, userId), eq(instagramAccounts.appScopedId, userId)),
          sql`${instagramAccounts.connectedAt} <= ${issuedAt.toISOString()}::timestamptz + interval '5 minutes'`,
        ),
      );
    const people = await tx
      .select({ id: contacts.id, workspaceId: contacts.workspaceId })
      .from(contacts)
      .where(eq(contacts.igsid, userId));
    const isKnown = accounts.length + people.length > 0;
    const [erasure] = await tx
      .insert(erasures)
      .values({
        workspaceId: accounts[0]?.workspaceId ?? people[0]?.workspaceId ?? null,
        confirmationCode: code,
        source: "instagram",
        completedAt: isKnown ? null : sql`now()`,
      })
      .onConflictDoNothing()
      .returning({ id: erasures.id });
    if (!erasure || !isKnown) return;
    await enqueue(tx, "run-erasure", {
      erasureId: erasure.id,
      contactIds: people.map(({ id }) => id),
      instagramAccountIds: accounts.map(({ id }) => id),
    });
  });
  return { code };
}

export type Deletion = { requestedAt: Date; completedAt: Date | null };

/** For the public status page: nothing but the two moments. Null for a code that is not ours. */
export async function findDeletion(code: string): Promise<Deletion | null> {
  if (!/^[0-9A-F]{30}$/.test(code)) return null;
  const [found] = await db
    .select({ requestedAt: erasures.requestedAt, completedAt: erasures.completedAt })
    .from(erasures)
    .where(eq(erasures.confirmationCode, code));
  return found ?? null;
}
