import { AppError } from "#lib/errors.ts";
import { authorizeUrl, exchangeCode, exchangeForLongLived } from "#lib/instagram/oauth.ts";
import { type AccountProfile, getMe } from "#lib/instagram/profiles.ts";
import { ConnectRefusal, type ConnectResult, outcomeOf } from "./connect-outcomes.ts";
import { awaitOutcome, claimState, createState, settleState, type Visitor } from "./oauth-state.ts";
import { type Connector, type Grant, storeAccount } from "./store-account.ts";
import { makeSubscription } from "./subscriptions.ts";

/** What Instagram sent back with the browser (facts 1.1). */
export type CallbackAnswer = { state: string | null; code: string | null; error: string | null };

const BASIC = "instagram_business_basic";
const MESSAGES = "instagram_business_manage_messages";
const PROFESSIONAL = ["BUSINESS", "MEDIA_CREATOR", "CREATOR"];

const GRANT_MS = 20_000;
const SUBSCRIBE_MS = 10_000;

/** The address at Instagram where an admin grants access, for a new account as for one that must be reconnected. */
export async function beginConnection(visitor: Visitor): Promise<string> {
  if (visitor.member.role !== "admin") throw new AppError("forbidden", "Only admins connect accounts.");
  return authorizeUrl({ state: await createState(visitor) });
}

/**
 * Finishes what `beginConnection` began. Calls Instagram once per state, however often the callback comes; the others get what
 * the first came to. Never throws for what Instagram or the person did: that is an outcome.
 */
export async function completeConnection(visitor: Visitor | null, answer: CallbackAnswer): Promise<ConnectResult> {
  const { state } = answer;
  if (visitor?.member.role !== "admin") return { outcome: "state_invalid" };
  if (!state) return { outcome: answer.error ? "declined" : "state_invalid" };
  if (!(await claimState(visitor, state))) {
    return (await awaitOutcome(visitor, state, GRANT_MS + SUBSCRIBE_MS)) ?? { outcome: "state_invalid" };
  }

  try {
    const { workspaceId, id: memberId } = visitor.member;
    const { outcome, username } = await finishConnection({ workspaceId, memberId }, answer);
    const result = { outcome, username };
    await settleState(state, result);
    return result;
  } catch (error) {
    await settleState(state, { outcome: "failed" });
    throw error;
  }
}

/** The part that asks Instagram, once the state is claimed. */
export async function finishConnection(owner: Connector, { code, error }: CallbackAnswer): Promise<ConnectResult> {
  if (error) return { outcome: "declined" };
  if (!code) return { outcome: "answer_incomplete" };
  try {
    const { access, isNew, username } = await storeAccount(owner, await obtainGrant(code));
    const { error: subscriptionError } = await makeSubscription(access, { timeoutMs: SUBSCRIBE_MS / 2 });
    const accountId = access.id;
    if (subscriptionError) return { outcome: "connected_without_events", username, accountId };
    return { outcome: isNew ? "connected" : "reconnected", username, accountId };
  } catch (failure) {
    const outcome = outcomeOf(failure);
    if (!outcome) throw failure;
    return { outcome };
  }
}

/** Code, token of an hour, token of sixty days, profile (facts 1.2 to 1.5), all within one deadline. */
async function obtainGrant(code: string): Promise<Grant> {
  const deadline = Date.now() + GRANT_MS;
  const withinDeadline = () => ({ timeoutMs: Math.max(1, deadline - Date.now()) });

  const { accessToken: shortLived, permissions } = await exchangeCode(code, withinDeadline());
  requirePermissions(permissions);
  const { accessToken: token, expiresInSeconds } = await exchangeForLongLived(shortLived, withinDeadline());
  const profile = await getMe(token, withinDeadline());
  requireProfessional(profile);
  return { token, expiresInSeconds, grantedScopes: permissions, profile };
}

function requirePermissions(granted: string[]): void {
  const [hasBasic, hasMessages] = [granted.includes(BASIC), granted.includes(MESSAGES)];
  if (!hasBasic && !hasMessages) throw new ConnectRefusal("missing_both");
  if (!hasBasic) throw new ConnectRefusal("missing_basic");
  if (!hasMessages) throw new ConnectRefusal("missing_messages");
}

function requireProfessional({ accountType }: AccountProfile): void {
  if (accountType && !PROFESSIONAL.includes(accountType.toUpperCase())) throw new ConnectRefusal("personal_account");
}
