import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, db, type Tx } from "#db/client.ts";
import { type AccountProblem, instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { rememberOwner } from "./calls/owners.ts";
import { DecryptionError, decrypt, encrypt } from "./crypto.ts";
import { emit } from "./emit/emit.ts";
import { AppError } from "./errors.ts";
import type { InstagramError, InstagramErrorKind } from "./instagram/errors.ts";
import { log } from "./log.ts";
import { mailAdmins } from "./mail/queue.ts";
import { publishAccounts } from "./realtime/publish.ts";

/** What a call to Instagram in an account's name needs. Never store or log `token`. */
export type AccountAccess = { id: string; workspaceId: string; igId: string; token: string };

/** What a refusal did to its account: `stale` when it was about a token that has been replaced since. */
export type RefusalEffect = "problem" | "paused" | "stale" | "none";

type SealedAccount = { id: string; workspaceId: string; igId: string; tokenCiphertext: string | null };

/** Where Instagram does not say how long: half a minute, and twice as long each time it asks again soon after. */
const PAUSE_SECONDS = 30;
const LONGEST_GUESS_SECONDS = 15 * 60;
const SOON_MINUTES = 10;
const MAX_PAUSE_MS = 24 * 60 * 60 * 1000;

/**
 * The access of one account, or AppError `account_disconnected` or `account_needs_reconnect`: while a problem stands no call is
 * made. A token that cannot be read is such a problem from now on.
 */
export async function getAccountAccess(instagramAccountId: string | SQL): Promise<AccountAccess> {
  const [account] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, instagramAccountId));
  if (!account || account.disconnectedAt) throw disconnected();
  const access = account.problem ? null : await openAccess(db, account);
  if (!access) throw needsReconnect();
  return access;
}

/** Unseals a token that was just read, whatever problem its account has; null if it cannot be read, which is a problem. */
export async function openAccess(tx: Tx | Database, account: SealedAccount): Promise<AccountAccess | null> {
  const { id, workspaceId, igId, tokenCiphertext } = account;
  if (!tokenCiphertext) return null;
  try {
    const token = decrypt(tokenCiphertext, boundTo(account));
    rememberOwner(token, id);
    return { id, workspaceId, igId, token };
  } catch (error) {
    if (!(error instanceof DecryptionError) || error.isKeyMissing) throw error;
    log.error({ error, instagramAccountId: id }, "token cannot be read");
    await markProblem(tx, id, "reconnect", { reason: "token_unreadable" });
    return null;
  }
}

/** The ciphertext to store for a token; it opens in this row alone. */
export function sealToken(token: string, account: { id: string; workspaceId: string }): string {
  rememberOwner(token, account.id);
  return encrypt(token, boundTo(account));
}

/**
 * Draws the account-wide conclusion of a refusal (facts 5): a standing problem, recorded once, or a pause. `usedToken` keeps the
 * refusal of a token that was replaced meanwhile from condemning its successor.
 */
export async function recordRefusal(
  tx: Tx | Database,
  instagramAccountId: string,
  error: InstagramError,
  usedToken?: string,
): Promise<RefusalEffect> {
  if (error.kind === "throttled" || error.kind === "app_throttled") {
    await pause(tx, instagramAccountId, error.retryAfterMs);
    return "paused";
  }
  if (!isProblem(error.kind)) return "none";
  if (usedToken !== undefined && (await isReplaced(tx, instagramAccountId, usedToken))) return "stale";
  const { code, subcode, traceId, key } = error;
  await markProblem(tx, instagramAccountId, error.kind, { code, subcode, traceId, reason: key });
  return "problem";
}

/** The account may be called again. True if it could not be before. */
export async function clearProblem(tx: Tx | Database, instagramAccountId: string): Promise<boolean> {
  const cleared = await tx
    .update(instagramAccounts)
    .set({ problem: null, problemAt: null, problemDetail: null })
    .where(and(eq(instagramAccounts.id, instagramAccountId), sql`${instagramAccounts.problem} is not null`))
    .returning({ workspaceId: instagramAccounts.workspaceId });
  for (const { workspaceId } of cleared) await publishAccounts(tx, workspaceId);
  return cleared.length > 0;
}

type ProblemDetail = { code?: number | null; subcode?: number | null; traceId?: string | null; reason: string };

/** The first refusal stands: later ones say nothing new, and their history would bury it. */
export async function markProblem(
  tx: Tx | Database,
  instagramAccountId: string,
  problem: AccountProblem,
  detail: ProblemDetail,
): Promise<void> {
  const { code = null, subcode = null, traceId = null, reason } = detail;
  const isMarked = await tx.transaction(async (inner) => {
    const [marked] = await inner
      .update(instagramAccounts)
      .set({ problem, problemAt: sql`now()`, problemDetail: { reason, code, subcode, traceId } })
      .where(
        and(
          eq(instagramAccounts.id, instagramAccountId),
          isNull(instagramAccounts.problem),
          isNull(instagramAccounts.disconnectedAt),
        ),
      )
      .returning({ workspaceId: instagramAccounts.workspaceId });
    if (!marked) return false;
    await publishAccounts(inner, marked.workspaceId);
    const [event] = await inner
      .insert(tokenEvents)
      .values({ instagramAccountId, kind: "refused", detail: { problem, reason, code, subcode, traceId } })
      .returning({ id: tokenEvents.id });
    await tellProblem(inner, { ...marked, instagramAccountId, problem, reason, eventId: event?.id ?? "" });
    return true;
  });
  if (isMarked) log.warn({ instagramAccountId, problem, reason, code, subcode, traceId }, "account refused");
}

type NewProblem = {
  workspaceId: string;
  instagramAccountId: string;
  problem: AccountProblem;
  reason: string;
  /** The line of the account's history that tells of it. */
  eventId: string;
};

/**
 * Tells admins that an account's calls stand still, and programs that it is lost where somebody has to connect it again. What may
 * end by itself and come back is told once a day.
 */
export async function tellProblem(tx: Tx, { eventId, ...found }: NewProblem): Promise<void> {
  const { workspaceId, instagramAccountId, problem, reason } = found;
  const isLost = problem === "reconnect";
  const once = isLost ? eventId : `${instagramAccountId}:${problem}:${new Date().toISOString().slice(0, 10)}`;
  const fact = `account_problem:${once}`;
  await mailAdmins(tx, { workspaceId, kind: "account_problem", about: { instagramAccountId }, fact });
  if (!isLost) return;
  const sentence = `Instagram no longer takes the account's token: ${reason.replaceAll("_", " ")}.`;
  await emit(tx, { workspaceId }, [
    { event: "account.disconnected", instagramAccountId, isIntentional: false, reason: sentence },
  ]);
}

/** Several calls under way are refused together: that is one pause. The jitter keeps accounts from coming back as one. */
async function pause(tx: Tx | Database, instagramAccountId: string, retryAfterMs: number | null): Promise<void> {
  const { pausedUntil, pauses } = instagramAccounts;
  const count = sql`(case when ${pausedUntil} > now() then greatest(${pauses}, 1)
    when ${pausedUntil} > now() - make_interval(mins => ${SOON_MINUTES}) then ${pauses} + 1 else 1 end)`;
  const guess = sql`least(${PAUSE_SECONDS} * power(2, least(${count}, 12) - 1), ${LONGEST_GUESS_SECONDS})`;
  const seconds = retryAfterMs === null ? guess : sql`${Math.min(retryAfterMs, MAX_PAUSE_MS) / 1000}::float8`;
  const [paused] = await tx
    .update(instagramAccounts)
    .set({
      pauses: count,
      pausedUntil: sql`greatest(${pausedUntil}, now() + make_interval(secs => ${seconds} * ${1 + Math.random() / 4}::float8))`,
    })
    .where(eq(instagramAccounts.id, instagramAccountId))
    .returning({ pausedUntil, pauses });
  log.warn({ instagramAccountId, ...paused }, "account paused");
}

async function isReplaced(tx: Tx | Database, instagramAccountId: string, usedToken: string): Promise<boolean> {
  const [account] = await tx.select().from(instagramAccounts).where(eq(instagramAccounts.id, instagramAccountId));
  if (!account?.tokenCiphertext) return true;
  try {
    return decrypt(account.tokenCiphertext, boundTo(account)) !== usedToken;
  } catch (error) {
    if (error instanceof DecryptionError) return false;
    throw error;
  }
}

function isProblem(kind: InstagramErrorKind): kind is AccountProblem {
  return ["reconnect", "access_disabled", "restricted", "permission", "app_problem"].includes(kind);
}

/** A ciphertext moved to another row or workspace by hand must not open there. */
function boundTo({ id, workspaceId }: { id: string; workspaceId: string }): string {
  return `instagram_accounts|${id}|${workspaceId}`;
}

function disconnected(): AppError {
  return new AppError("account_disconnected", "This Instagram account is no longer connected. Connect it again.");
}

function needsReconnect(): AppError {
  return new AppError(
    "account_needs_reconnect",
    "Instagram no longer lets us act for this account. An admin can mend that under Settings, Accounts.",
  );
}
