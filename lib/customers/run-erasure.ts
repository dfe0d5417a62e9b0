import { eq, inArray, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { contacts, erasures, instagramAccounts } from "#db/schema/index.ts";
import { eventsOf, forgetEvents } from "#lib/forget-events.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { JobPayloads } from "#lib/jobs/types.ts";
import { cacheKey } from "#lib/media/cache-key.ts";
import { type Counts, eraseEverythingOf } from "./erase.ts";

/**
 * Carries a deletion out, one customer per transaction, so that a large account locks nobody out and a crash goes on where it
 * was. Doing it twice changes nothing.
 */
export async function runErasure({ erasureId, contactIds, instagramAccountIds }: JobPayloads["run-erasure"]) {
  for (const contactId of contactIds) await eraseOne(erasureId, contactId);
  for (const accountId of instagramAccountIds) await eraseAccount(erasureId, accountId);
  await db.update(erasures).set({ completedAt: sql`now()` }).where(eq(erasures.id, erasureId));
}

async function eraseOne(erasureId: string, contactId: string): Promise<void> {
  await transaction(async (tx) => {
    const counts = await eraseEverythingOf(tx, contactId);
    await tx
      .update(erasures)
      .set({ counts: sql`${summed(counts)}` })
      .where(eq(erasures.id, erasureId));
  });
}

/** The counts of before and these, key by key. */
function summed(counts: Counts) {
  return sql`(
    select coalesce(jsonb_object_agg(key, total), '{}') from (
      select key, sum(value::int) as total from (
        select * from jsonb_each_text(${erasures.counts})
        union all select * from jsonb_each_text(${JSON.stringify(counts)}::jsonb)) as both_counts
      group by key) as totals)`;
}

const OF_ACCOUNT = [
  "outgoing_events",
  "token_events",
  "reconciliations",
  "conversation_scans",
  "member_accounts",
  "account_hours",
  "comments",
];

/** First its customers, then the account itself with all that was known of it. */
async function eraseAccount(erasureId: string, accountId: string): Promise<void> {
  for (;;) {
    const batch = await db
      .select({ id: contacts.id })
      .from(contacts)
      .where(eq(contacts.instagramAccountId, accountId))
      .limit(100);
    if (batch.length === 0) break;
    for (const { id } of batch) await eraseOne(erasureId, id);
  }
  await transaction(async (tx) => {
    const [account] = await tx
      .select({
        igId: instagramAccounts.igId,
        username: instagramAccounts.username,
        pictureUrl: instagramAccounts.pictureUrl,
      })
      .from(instagramAccounts)
      .where(eq(instagramAccounts.id, accountId))
      .for("update");
    if (!account) return;
    const own = eventsOf({ id: accountId, igId: account.igId });
    await forgetEvents(tx, own);
    await tx.execute(sql`delete from webhook_events where ${own}`);
    const ofEvents = sql`event_id in (select id from outgoing_events where instagram_account_id = ${accountId})`;
    for (const table of ["delivery_attempts", "event_deliveries"]) {
      await tx.execute(sql`delete from ${sql.raw(table)} where ${ofEvents}`);
    }
    for (const table of OF_ACCOUNT) {
      await tx.execute(sql`delete from ${sql.raw(table)} where instagram_account_id = ${accountId}`);
    }
    await tx.execute(sql`delete from oauth_states where outcome_username = ${account.username}`);
    if (account.pictureUrl) {
      await enqueue(tx, "forget-files", { stored: [], cached: [cacheKey(account.pictureUrl, "picture")] });
    }
    await tx.execute(sql`update api_keys set account_ids = array_remove(account_ids, ${accountId}::uuid)`);
    await tx.delete(instagramAccounts).where(inArray(instagramAccounts.id, [accountId]));
  });
}
