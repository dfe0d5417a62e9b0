import { eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { type AccountAccess, sealToken } from "#lib/account-access.ts";
import { queueHistory, queueReconciliation } from "#lib/account-reads.ts";
import { emit } from "#lib/emit/emit.ts";
import type { AccountProfile } from "#lib/instagram/profiles.ts";
import { publishAccounts } from "#lib/realtime/publish.ts";
import { ConnectRefusal } from "./connect-outcomes.ts";
import { resumeReplies } from "./resume-replies.ts";

/** What a person granted us at Instagram. */
export type Grant = { token: string; expiresInSeconds: number; grantedScopes: string[]; profile: AccountProfile };

/** The workspace it is connected to, and the member who did it; null where a program did. */
export type Connector = { workspaceId: string; memberId: string | null };

export type StoredAccount = { access: AccountAccess; isNew: boolean; username: string };

/**
 * Makes the grant's account the workspace's own, or gives the one it has its new token. An account that is active in another
 * workspace stays there: ConnectRefusal `connected_elsewhere`.
 */
export function storeAccount(owner: Connector, grant: Grant): Promise<StoredAccount> {
  const { workspaceId, memberId } = owner;
  const { igId, username } = grant.profile;
  return transaction(async (tx) => {
    const { known, isElsewhere } = await findOwners(tx, workspaceId, igId);
    if (isElsewhere) throw new ConnectRefusal("connected_elsewhere");

    const id = known?.id ?? crypto.randomUUID();
    const values = valuesOf(owner, id, grant);
    if (known) await tx.update(instagramAccounts).set(values).where(eq(instagramAccounts.id, id));
    else await tx.insert(instagramAccounts).values({ id, workspaceId, igId, ...values });

    const kind = known ? "reconnected" : "connected";
    await tx.insert(tokenEvents).values({ instagramAccountId: id, kind, memberId });
    await publishAccounts(tx, workspaceId);
    await emit(tx, { workspaceId }, [{ event: "account.connected", instagramAccountId: id }]);
    if (known) await resumeReplies(tx, id);
    await (known && !known.disconnectedAt ? queueReconciliation(tx, [id]) : queueHistory(tx, id));
    return { access: { id, workspaceId, igId, token: grant.token }, isNew: !known, username };
  });
}

/** Serialised per Instagram account, so that of two workspaces that connect it at once one is told no. */
async function findOwners(tx: Tx, workspaceId: string, igId: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`instagram account ${igId}`}, 0))`);
  const owners = await tx
    .select({
      id: instagramAccounts.id,
      workspaceId: instagramAccounts.workspaceId,
      disconnectedAt: instagramAccounts.disconnectedAt,
    })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.igId, igId))
    .for("update");
  return {
    known: owners.find((owner) => owner.workspaceId === workspaceId),
    isElsewhere: owners.some((owner) => owner.workspaceId !== workspaceId && !owner.disconnectedAt),
  };
}

function valuesOf(owner: Connector, id: string, { token, expiresInSeconds, grantedScopes, profile }: Grant) {
  const { appScopedId, username, name, accountType, profilePictureUrl, followersCount } = profile;
  return {
    appScopedId,
    username,
    name,
    accountType,
    pictureUrl: profilePictureUrl,
    followerCount: followersCount,
    tokenCiphertext: sealToken(token, { id, workspaceId: owner.workspaceId }),
    tokenIssuedAt: sql`now()`,
    tokenExpiresAt: sql`now() + make_interval(secs => ${expiresInSeconds})`,
    tokenRefreshedAt: null,
    tokenRefreshError: null,
    grantedScopes,
    subscribedFields: [],
    subscriptionCheckedAt: null,
    subscriptionError: null,
    problem: null,
    problemAt: null,
    problemDetail: null,
    pausedUntil: null,
    connectedAt: sql`now()`,
    connectedBy: owner.memberId,
    disconnectedAt: null,
  };
}
