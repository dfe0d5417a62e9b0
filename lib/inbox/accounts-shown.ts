import { and, asc, eq, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";

export type AccountShown = Awaited<ReturnType<typeof listAccountsShown>>[number];

/** The connected accounts, as the inbox tells them apart. */
export async function listAccountsShown({ workspaceId }: Pick<Member, "workspaceId">) {
  return db
    .select({ id: instagramAccounts.id, username: instagramAccounts.username })
    .from(instagramAccounts)
    .where(and(eq(instagramAccounts.workspaceId, workspaceId), isNull(instagramAccounts.disconnectedAt)))
    .orderBy(asc(instagramAccounts.username));
}
