import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts, instagramAccounts } from "#db/schema/index.ts";
import type { Account } from "./apply-event.ts";

/** Who an account meets when it writes to itself is the account, whatever scoped id stands there (facts 2.9). */
export async function nameSelf(tx: Tx, account: Account, igsid: string): Promise<void> {
  await tx
    .update(contacts)
    .set({ username: sql`(select username from ${instagramAccounts} where id = ${account.id})` })
    .where(and(eq(contacts.instagramAccountId, account.id), eq(contacts.igsid, igsid), isNull(contacts.username)));
}
