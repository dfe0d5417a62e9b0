import { and, asc, desc, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts, members, tokenEvents } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { canReach, type Reach, withinReach } from "#lib/reach.ts";
import { readBudget } from "./budget.ts";
import { countComments } from "./comment-counts.ts";
import { getCompleteness } from "./completeness.ts";
import { readTokenState } from "./token-state.ts";

export type AccountDetails = Awaited<ReturnType<typeof listAccounts>>[number];
export type TokenEvent = Awaited<ReturnType<typeof listTokenEvents>>[number];

const MAX_EVENTS = 30;

/** The accounts its asker may see with their health and history; those that were disconnected come last. Never a token. */
export async function listAccounts(owner: Reach) {
  const rows = await db
    .select({
      id: instagramAccounts.id,
      igId: instagramAccounts.igId,
      username: instagramAccounts.username,
      name: instagramAccounts.name,
      accountType: instagramAccounts.accountType,
      pictureUrl: instagramAccounts.pictureUrl,
      followerCount: instagramAccounts.followerCount,
      tokenIssuedAt: instagramAccounts.tokenIssuedAt,
      tokenExpiresAt: instagramAccounts.tokenExpiresAt,
      tokenRefreshedAt: instagramAccounts.tokenRefreshedAt,
      tokenRefreshError: instagramAccounts.tokenRefreshError,
      grantedScopes: instagramAccounts.grantedScopes,
      subscribedFields: instagramAccounts.subscribedFields,
      subscriptionCheckedAt: instagramAccounts.subscriptionCheckedAt,
      subscriptionError: instagramAccounts.subscriptionError,
      problem: instagramAccounts.problem,
      problemAt: instagramAccounts.problemAt,
      problemDetail: instagramAccounts.problemDetail,
      pausedUntil:
        sql<Date | null>`case when ${instagramAccounts.pausedUntil} > now() then ${instagramAccounts.pausedUntil} end`.mapWith(
          instagramAccounts.pausedUntil,
        ),
      lastEventAt: instagramAccounts.lastEventAt,
      silentSince: instagramAccounts.silentSince,
      usage: instagramAccounts.usage,
      connectedAt: instagramAccounts.connectedAt,
      disconnectedAt: instagramAccounts.disconnectedAt,
    })
    .from(instagramAccounts)
    .where(and(eq(instagramAccounts.workspaceId, owner.workspaceId), withinReach(owner, instagramAccounts.id)))
    .orderBy(sql`${instagramAccounts.disconnectedAt} is not null`, asc(instagramAccounts.username));
  const now = new Date();
  return Promise.all(
    rows.map(async ({ usage, ...row }) => ({
      ...row,
      budget: readBudget(usage, row.pausedUntil, now),
      token: readTokenState(row, now),
      completeness: await getCompleteness(row.id),
      said: await countComments(row.id),
      history: await listTokenEvents(row.id),
    })),
  );
}

/** Proves that the account is within reach of who asks; any other is not found. */
export async function requireAccount(owner: Reach, instagramAccountId: string): Promise<void> {
  const isOwn = await db.$count(
    instagramAccounts,
    and(eq(instagramAccounts.id, instagramAccountId), eq(instagramAccounts.workspaceId, owner.workspaceId)),
  );
  if (isOwn === 0 || !canReach(owner, instagramAccountId)) throw new NotFoundError("This account");
}

function listTokenEvents(instagramAccountId: string) {
  return db
    .select({
      id: tokenEvents.id,
      kind: tokenEvents.kind,
      at: tokenEvents.at,
      detail: tokenEvents.detail,
      memberName: members.name,
    })
    .from(tokenEvents)
    .leftJoin(members, eq(members.id, tokenEvents.memberId))
    .where(eq(tokenEvents.instagramAccountId, instagramAccountId))
    .orderBy(desc(tokenEvents.at))
    .limit(MAX_EVENTS);
}
