import { db } from "#db/client.ts";
import { queueReconciliation } from "#lib/account-reads.ts";
import type { Member } from "#lib/members/member.ts";
import { requireAccount } from "./queries.ts";
import { checkSubscription } from "./subscriptions.ts";
import { type RefreshResult, refreshToken } from "./tokens.ts";

type Chosen = { instagramAccountId: string };

/** What an admin does by a button, ahead of the worker. */
export async function refreshNow(member: Member, { instagramAccountId }: Chosen): Promise<RefreshResult> {
  await requireAccount(member, instagramAccountId);
  return refreshToken(instagramAccountId, { force: true, memberId: member.id });
}

/** Asks Instagram about the subscription, about a refusal that may be over, and soon about messages that may be missing. */
export async function checkAgain(member: Member, { instagramAccountId }: Chosen): Promise<void> {
  await requireAccount(member, instagramAccountId);
  await checkSubscription(instagramAccountId, { force: true });
  await queueReconciliation(db, [instagramAccountId]);
}
