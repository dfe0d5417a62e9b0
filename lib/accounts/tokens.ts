import { and, desc, eq, isNull, ne, or, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { type AccountAccess, markProblem, openAccess, recordRefusal, sealToken } from "#lib/account-access.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { type LongLivedToken, refreshLongLived } from "#lib/instagram/oauth.ts";
import { enqueue, enqueueAll } from "#lib/jobs/queue.ts";
import { log } from "#lib/log.ts";
import { mailAdmins } from "#lib/mail/queue.ts";
import { readTokenState, WARNING_DAYS } from "./token-state.ts";

/** `busy`: somebody else is at it. `too_young`: Instagram renews no token within a day. `held`: the account must be reconnected. */
export type RefreshResult = "refreshed" | "not_due" | "too_young" | "busy" | "held" | "failed";

/** Below the ten seconds after which Postgres ends an idle transaction. */
const CALL_MS = 8_000;
/** After the third failure in a row the hourly look is what tries again. */
const RETRY_AFTER_MS = [60_000, 300_000, 900_000];

const isYoung = sql<boolean>`${instagramAccounts.tokenIssuedAt} > now() - interval '24 hours'`;
const isExpired = sql<boolean>`${instagramAccounts.tokenExpiresAt} <= now()`;
const isDue = sql<boolean>`(now() >= ${instagramAccounts.tokenExpiresAt} - interval '7 days'
  or now() >= ${instagramAccounts.tokenIssuedAt} + (${instagramAccounts.tokenExpiresAt} - ${instagramAccounts.tokenIssuedAt}) / 2)`;

/**
 * Renews an account's token when it is due: from half its life, at the latest with seven days left, never within its first day
 * (facts 1.4); with `force` as soon as Instagram allows. Two at once make one call. The old token stays in use until the new
 * one is stored, and a failure is kept in the row and its history and tried again.
 */
export async function refreshToken(
  instagramAccountId: string,
  { force = false, memberId = null as string | null } = {},
): Promise<RefreshResult> {
  return transaction(async (tx) => {
    if (!(await lockRefresh(tx, instagramAccountId))) return "busy";
    const account = await findAccount(tx, instagramAccountId);
    if (!account || account.disconnectedAt || account.problem === "reconnect") return "held";
    if (account.isExpired) {
      await markExpired(tx, account.id);
      return "held";
    }
    if (account.isYoung) return "too_young";
    if (!force && !account.isDue) return "not_due";

    const access = await openAccess(tx, account);
    if (!access) return "held";
    return renew(tx, access, account.tokenCiphertext, memberId);
  });
}

const isActive = and(
  isNull(instagramAccounts.disconnectedAt),
  or(isNull(instagramAccounts.problem), ne(instagramAccounts.problem, "reconnect")),
);

/** Enqueues a refresh for every token that is due, and gives up those that have expired. Those that end soon are told of. */
export async function refreshDueTokens(): Promise<void> {
  await transaction(async (tx) => {
    const due = await tx
      .select({ id: instagramAccounts.id })
      .from(instagramAccounts)
      .where(and(isActive, isDue, sql`not ${isYoung} or ${isExpired}`));
    await enqueueAll(
      tx,
      due.map(({ id }) => ({ name: "refresh-token", payload: { instagramAccountId: id }, key: keyOf(id) })),
    );
    await warnOfEnding(tx);
  });
}

/** Admins are told by mail once for each of the days at which the page of accounts becomes louder as well. */
async function warnOfEnding(tx: Tx): Promise<void> {
  const { id, workspaceId, problem, disconnectedAt, tokenIssuedAt, tokenExpiresAt } = instagramAccounts;
  const now = sql<Date>`now()`.mapWith(tokenExpiresAt);
  const rows = await tx
    .select({ id, workspaceId, problem, disconnectedAt, tokenIssuedAt, tokenExpiresAt, now })
    .from(instagramAccounts)
    .where(and(isActive, sql`${tokenExpiresAt} < now() + make_interval(days => ${WARNING_DAYS[0]})`));
  for (const account of rows) {
    const { state, warning } = readTokenState(account, account.now);
    if (state !== "expiring" || !warning) continue;
    await mailAdmins(tx, {
      workspaceId: account.workspaceId,
      kind: "token_expiring",
      about: { instagramAccountId: account.id, days: warning },
      fact: `token_expiring:${account.id}:${account.tokenIssuedAt?.getTime()}:${warning}`,
    });
  }
}

async function renew(
  tx: Tx,
  access: AccountAccess,
  oldCiphertext: string | null,
  memberId: string | null,
): Promise<RefreshResult> {
  let renewed: LongLivedToken;
  try {
    renewed = await refreshLongLived(access.token, { timeoutMs: CALL_MS });
  } catch (error) {
    if (!(error instanceof InstagramError)) throw error;
    await recordFailure(tx, access, error, memberId);
    return "failed";
  }
  await tx
    .update(instagramAccounts)
    .set({
      tokenCiphertext: sealToken(renewed.accessToken, access),
      tokenIssuedAt: sql`now()`,
      tokenRefreshedAt: sql`now()`,
      tokenExpiresAt: sql`now() + make_interval(secs => ${renewed.expiresInSeconds})`,
      tokenRefreshError: null,
      ...(renewed.permissions?.length ? { grantedScopes: renewed.permissions } : {}),
    })
    .where(
      and(
        eq(instagramAccounts.id, access.id),
        sql`${instagramAccounts.tokenCiphertext} is not distinct from ${oldCiphertext}`,
      ),
    );
  await tx.insert(tokenEvents).values({ instagramAccountId: access.id, kind: "refreshed", memberId });
  return "refreshed";
}

async function recordFailure(tx: Tx, access: AccountAccess, error: InstagramError, memberId: string | null) {
  const { key, code, subcode, traceId } = error;
  await tx.update(instagramAccounts).set({ tokenRefreshError: key }).where(eq(instagramAccounts.id, access.id));
  await tx.insert(tokenEvents).values({
    instagramAccountId: access.id,
    kind: "refresh_failed",
    memberId,
    detail: { reason: key, code, subcode, traceId },
  });
  log.warn({ instagramAccountId: access.id, reason: key, code, subcode, traceId }, "token not refreshed");
  const effect = await recordRefusal(tx, access.id, error, access.token);
  if (effect === "problem") return;

  const runInMs = RETRY_AFTER_MS[(await countFailures(tx, access.id)) - 1];
  if (runInMs === undefined) return;
  await enqueue(tx, "refresh-token", { instagramAccountId: access.id }, { key: keyOf(access.id), runInMs });
}

/** How many refreshes have failed since the last one that did not. */
async function countFailures(tx: Tx, instagramAccountId: string): Promise<number> {
  const recent = await tx
    .select({ kind: tokenEvents.kind })
    .from(tokenEvents)
    .where(eq(tokenEvents.instagramAccountId, instagramAccountId))
    .orderBy(desc(tokenEvents.at), desc(tokenEvents.id))
    .limit(RETRY_AFTER_MS.length + 1);
  const lastSuccess = recent.findIndex(({ kind }) => kind !== "refresh_failed");
  return lastSuccess === -1 ? recent.length : lastSuccess;
}

/** An advisory lock, since locking the row would hold up every event of the account for as long as the call takes. */
async function lockRefresh(tx: Tx, instagramAccountId: string): Promise<boolean> {
  const [row] = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`refresh token ${instagramAccountId}`}, 0)) as locked`,
  );
  return row?.locked ?? false;
}

async function findAccount(tx: Tx, instagramAccountId: string) {
  const { id, workspaceId, igId, tokenCiphertext, problem, disconnectedAt } = instagramAccounts;
  const [account] = await tx
    .select({ id, workspaceId, igId, tokenCiphertext, problem, disconnectedAt, isYoung, isExpired, isDue })
    .from(instagramAccounts)
    .where(eq(id, instagramAccountId));
  return account;
}

function markExpired(tx: Tx, instagramAccountId: string): Promise<void> {
  return markProblem(tx, instagramAccountId, "reconnect", { reason: "token_expired" });
}

function keyOf(instagramAccountId: string): string {
  return `refresh-token:${instagramAccountId}`;
}
