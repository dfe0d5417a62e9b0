import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { instagramAccounts, type TokenEventKind, tokenEvents } from "#db/schema/index.ts";
import { type AccountAccess, clearProblem, openAccess, recordRefusal } from "#lib/account-access.ts";
import { queueReconciliation } from "#lib/account-reads.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import type { CallOptions } from "#lib/instagram/graph.ts";
import { CORE_FIELDS, getSubscribedFields, subscribe } from "#lib/instagram/subscriptions.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";
import { resumeReplies } from "./resume-replies.ts";

/** `error` is null when messages arrive, `messages_missing` when the read-back lacks them, else an InstagramErrorKey. */
export type Subscription = { fields: string[]; error: string | null };

/**
 * Subscribes the account to webhooks and reads back what Instagram made of it (facts 1.6), which is what counts. What goes wrong
 * is kept in the account's row rather than thrown: the account stands, and the watchdog or a person tries again.
 */
export async function makeSubscription(access: AccountAccess, options: CallOptions = {}): Promise<Subscription> {
  try {
    await subscribe(access.token, access.igId, options);
    const fields = await getSubscribedFields(access.token, access.igId, options);
    const error = fields.includes("messages") ? null : "messages_missing";
    await recordSubscription(access.id, { fields, error }, error ? undefined : "subscribed");
    return { fields, error };
  } catch (error) {
    return recordFailure(access, error);
  }
}

/**
 * Reads the subscription back and makes it anew when it is gone: Instagram drops it silently (facts 2.3). With a standing problem
 * nothing is called, save on a person's wish (`force`) or where the problem may end by itself; an answer then ends it.
 */
export async function checkSubscription(instagramAccountId: string, { force = false } = {}): Promise<void> {
  const isPaused = sql<boolean>`coalesce(${instagramAccounts.pausedUntil} > now(), false)`;
  const [found] = await db
    .select({ account: instagramAccounts, isPaused, mayEnd })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.id, instagramAccountId));
  if (!found || found.account.disconnectedAt || (found.isPaused && !force)) return;
  const { account } = found;
  if (account.problem && !force && !found.mayEnd) return;
  if (account.problem === "reconnect") return;

  const access = await openAccess(db, account);
  if (!access) return;
  try {
    const fields = await getSubscribedFields(access.token, access.igId);
    if (account.problem) await endProblem(account.id);
    if (isWhole(fields, account.subscribedFields)) return await recordSubscription(account.id, { fields, error: null });
    if (account.subscribedFields.length > 0) await addEvent(account.id, "subscription_lost");
    await makeSubscription(access);
    await queueReconciliation(db, [account.id]);
  } catch (error) {
    await recordFailure(access, error);
  }
}

/**
 * Nobody tells us when the app as a whole has its access again, or when a block for breaking a rule is over (facts 5: throttled for
 * long). The one is looked for every hour, the other after six.
 */
const mayEnd = sql<boolean>`coalesce(
  (${instagramAccounts.problem} = 'app_problem'
    and coalesce(${instagramAccounts.subscriptionCheckedAt}, '-infinity') < now() - interval '1 hour')
  or (${instagramAccounts.problem} = 'restricted' and ${instagramAccounts.problemDetail}->>'reason' = 'policy_block'
    and ${instagramAccounts.problemAt} < now() - interval '6 hours'), false)`;

/** One check for every account that may be called, or whose problem may have ended, or only those not looked at for so long. */
export async function checkSubscriptions({ uncheckedForMinutes = 0 } = {}): Promise<void> {
  await transaction(async (tx) => {
    const due = await tx
      .select({ id: instagramAccounts.id })
      .from(instagramAccounts)
      .where(
        and(
          isNull(instagramAccounts.disconnectedAt),
          sql`coalesce(${instagramAccounts.subscriptionCheckedAt}, '-infinity')
            <= now() - make_interval(mins => ${uncheckedForMinutes})`,
          sql`(${instagramAccounts.pausedUntil} is null or ${instagramAccounts.pausedUntil} < now())`,
          sql`(${instagramAccounts.problem} is null or ${mayEnd})`,
        ),
      );
    await enqueueAll(
      tx,
      due.map(({ id }) => ({
        name: "check-subscription",
        payload: { instagramAccountId: id },
        key: `check-subscription:${id}`,
        maxAttempts: 3,
      })),
    );
  });
}

function isWhole(fields: string[], before: string[]): boolean {
  const needed: readonly string[] = before.length > 0 ? before : CORE_FIELDS;
  return fields.includes("messages") && needed.every((field) => fields.includes(field));
}

async function endProblem(instagramAccountId: string): Promise<void> {
  await transaction(async (tx) => {
    if (!(await clearProblem(tx, instagramAccountId))) return;
    await resumeReplies(tx, instagramAccountId);
    await queueReconciliation(tx, [instagramAccountId]);
  });
}

async function recordFailure(access: AccountAccess, failure: unknown): Promise<Subscription> {
  if (!(failure instanceof InstagramError)) throw failure;
  await recordRefusal(db, access.id, failure, access.token);
  await db
    .update(instagramAccounts)
    .set({ subscriptionCheckedAt: sql`now()`, subscriptionError: failure.key })
    .where(eq(instagramAccounts.id, access.id));
  return { fields: [], error: failure.key };
}

async function recordSubscription(instagramAccountId: string, made: Subscription, kind?: TokenEventKind) {
  await transaction(async (tx) => {
    await tx
      .update(instagramAccounts)
      .set({ subscribedFields: made.fields, subscriptionError: made.error, subscriptionCheckedAt: sql`now()` })
      .where(eq(instagramAccounts.id, instagramAccountId));
    if (kind) await tx.insert(tokenEvents).values({ instagramAccountId, kind });
  });
}

async function addEvent(instagramAccountId: string, kind: TokenEventKind): Promise<void> {
  await db.insert(tokenEvents).values({ instagramAccountId, kind });
}
