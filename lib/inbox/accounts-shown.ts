import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { type Reach, withinReach } from "#lib/reach.ts";

export type AccountShown = Awaited<ReturnType<typeof listAccountsShown>>[number];

/** The connected accounts that its asker may see, as the inbox tells them apart. */
export async function listAccountsShown(owner: Reach) {
  return db
    .select({
      id: instagramAccounts.id,
      username: instagramAccounts.username,
      hasPicture: sql<boolean>`${instagramAccounts.pictureUrl} is not null`,
    })
    .from(instagramAccounts)
    .where(
      and(
        eq(instagramAccounts.workspaceId, owner.workspaceId),
        isNull(instagramAccounts.disconnectedAt),
        withinReach(owner, instagramAccounts.id),
      ),
    )
    .orderBy(asc(instagramAccounts.username));
}
