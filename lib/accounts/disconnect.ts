import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { openAccess, tellProblem } from "#lib/account-access.ts";
import { emit } from "#lib/emit/emit.ts";
import { NotFoundError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { unsubscribe } from "#lib/instagram/subscriptions.ts";
import { log } from "#lib/log.ts";
import type { Member } from "#lib/members/member.ts";
import { publishAccounts } from "#lib/realtime/publish.ts";
import { resumeReplies } from "./resume-replies.ts";
import type { Deauthorization } from "./signed-request.ts";

const UNSUBSCRIBE_MS = 5_000;

/** An admin, or a program with a key that may write. */
type Actor = Pick<Member, "id" | "workspaceId"> | { apiKeyId: string; workspaceId: string };

/** Ends the webhooks if Instagram lets us, forgets the token and keeps the history; connecting again brings all of it back. */
export async function disconnectAccount(actor: Actor, { instagramAccountId }: { instagramAccountId: string }) {
  const [account] = await db
    .select()
    .from(instagramAccounts)
    .where(and(eq(instagramAccounts.id, instagramAccountId), eq(instagramAccounts.workspaceId, actor.workspaceId)));
  if (!account) throw new NotFoundError("This account");
  if (account.disconnectedAt) return;

  const access = account.problem === "reconnect" ? null : await openAccess(db, account);
  if (access) {
    await unsubscribe(access.token, access.igId, { timeoutMs: UNSUBSCRIBE_MS }).catch((error: unknown) => {
      if (!(error instanceof InstagramError)) throw error;
      log.warn({ error, instagramAccountId }, "webhooks not ended");
    });
  }
  if ("apiKeyId" in actor) await forget(account.id, { by: "program", apiKeyId: actor.apiKeyId }, null);
  else await forget(account.id, { by: "member" }, actor.id);
}

/**
 * The owner removed our app at Instagram (facts 1.7), which is what a refusal with 190/458 tells as well: the token is forgotten,
 * the account waits to be reconnected, and so do its replies. The callback names an id of either kind; one that was issued before
 * the account was last connected says nothing about the access of today.
 */
export async function applyDeauthorization({ userId, issuedAt }: Deauthorization): Promise<void> {
  const accounts = await db
    .select({ id: instagramAccounts.id })
    .from(instagramAccounts)
    .where(
      and(
        or(eq(instagramAccounts.igId, userId), eq(instagramAccounts.appScopedId, userId)),
        isNull(instagramAccounts.disconnectedAt),
        sql`${instagramAccounts.connectedAt} <= ${issuedAt.toISOString()}::timestamptz + interval '5 minutes'`,
      ),
    );
  for (const { id } of accounts) await loseAccess(id);
  log.info({ instagramAccountIds: accounts.map(({ id }) => id) }, "deauthorized");
}

const WITHOUT_TOKEN = {
  tokenCiphertext: null,
  tokenIssuedAt: null,
  tokenExpiresAt: null,
  tokenRefreshedAt: null,
  tokenRefreshError: null,
  subscribedFields: [],
  subscriptionCheckedAt: null,
  subscriptionError: null,
  silentSince: null,
  pausedUntil: null,
};

async function loseAccess(instagramAccountId: string): Promise<void> {
  const problemDetail = { reason: "app_removed", code: null, subcode: null, traceId: null };
  await transaction(async (tx) => {
    const [before] = await tx
      .select({ problem: instagramAccounts.problem })
      .from(instagramAccounts)
      .where(eq(instagramAccounts.id, instagramAccountId))
      .for("update");
    const [lost] = await tx
      .update(instagramAccounts)
      .set({ ...WITHOUT_TOKEN, problem: "reconnect", problemAt: sql`now()`, problemDetail })
      .where(
        and(
          eq(instagramAccounts.id, instagramAccountId),
          isNull(instagramAccounts.disconnectedAt),
          isNotNull(instagramAccounts.tokenCiphertext),
        ),
      )
      .returning({ workspaceId: instagramAccounts.workspaceId });
    if (!lost) return;
    await publishAccounts(tx, lost.workspaceId);
    const detail = { by: "instagram" };
    const [event] = await tx
      .insert(tokenEvents)
      .values({ instagramAccountId, kind: "removed", detail })
      .returning({ id: tokenEvents.id });
    if (before?.problem === "reconnect") return;
    const { reason } = problemDetail;
    await tellProblem(tx, { ...lost, instagramAccountId, problem: "reconnect", reason, eventId: event?.id ?? "" });
  });
}

/** For programs, which are told in English. */
const REASONS = { member: "A member disconnected the account.", program: "A program disconnected the account." };

/** Replies that wait are shown as failed: whoever disconnects an account means it. */
async function forget(
  instagramAccountId: string,
  detail: { by: keyof typeof REASONS; apiKeyId?: string },
  memberId: string | null,
): Promise<void> {
  await transaction(async (tx) => {
    const forgotten = await tx
      .update(instagramAccounts)
      .set({
        ...WITHOUT_TOKEN,
        problem: null,
        problemAt: null,
        problemDetail: null,
        disconnectedAt: sql`now()`,
      })
      .where(and(eq(instagramAccounts.id, instagramAccountId), isNull(instagramAccounts.disconnectedAt)))
      .returning({ workspaceId: instagramAccounts.workspaceId });
    const [account] = forgotten;
    if (!account) return;
    await publishAccounts(tx, account.workspaceId);
    await tx.insert(tokenEvents).values({ instagramAccountId, kind: "disconnected", memberId, detail });
    await emit(tx, account, [
      { event: "account.disconnected", instagramAccountId, isIntentional: true, reason: REASONS[detail.by] },
    ]);
    await resumeReplies(tx, instagramAccountId);
  });
}
