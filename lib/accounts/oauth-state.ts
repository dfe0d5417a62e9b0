import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { oauthStates } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import type { Member } from "#lib/members/member.ts";
import { type ConnectResult, readOutcome } from "./connect-outcomes.ts";

/** Who is at the browser: the member and the one session of theirs that may finish what it began. */
export type Visitor = { member: Member; sessionId: string };

const LOOK_AGAIN_MS = 150;

/** A fresh `state`, good for ten minutes, once, in this session. Only its hash is kept. */
export async function createState({ member, sessionId }: Visitor): Promise<string> {
  const state = randomToken();
  await db.delete(oauthStates).where(lt(oauthStates.expiresAt, sql`now() - interval '1 day'`));
  await db.insert(oauthStates).values({
    stateHash: hashToken(state),
    workspaceId: member.workspaceId,
    memberId: member.id,
    sessionId,
    expiresAt: sql`now() + interval '10 minutes'`,
  });
  return state;
}

/** True for exactly one caller, and only in the session that the state was made for. */
export async function claimState(visitor: Visitor, state: string): Promise<boolean> {
  const claimed = await db
    .update(oauthStates)
    .set({ consumedAt: sql`now()` })
    .where(and(ownState(visitor, state), isNull(oauthStates.consumedAt), gt(oauthStates.expiresAt, sql`now()`)))
    .returning({ stateHash: oauthStates.stateHash });
  return claimed.length === 1;
}

export async function settleState(state: string, { outcome, username }: ConnectResult): Promise<void> {
  await db
    .update(oauthStates)
    .set({ outcome, outcomeUsername: username ?? null })
    .where(eq(oauthStates.stateHash, hashToken(state)));
}

/**
 * What the first callback with this state came to, waiting for it as long as it may take. Null when there was none in this
 * session, or its ten minutes are over.
 */
export async function awaitOutcome(visitor: Visitor, state: string, waitMs: number): Promise<ConnectResult | null> {
  const giveUpAt = Date.now() + waitMs;
  for (;;) {
    const [first] = await db
      .select({ outcome: oauthStates.outcome, username: oauthStates.outcomeUsername })
      .from(oauthStates)
      .where(and(ownState(visitor, state), gt(oauthStates.expiresAt, sql`now()`)));
    if (!first) return null;
    if (first.outcome) {
      return { outcome: readOutcome(first.outcome) ?? "unfinished", username: first.username ?? undefined };
    }
    if (Date.now() > giveUpAt) return { outcome: "unfinished" };
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

function ownState({ member, sessionId }: Visitor, state: string) {
  return and(
    eq(oauthStates.stateHash, hashToken(state)),
    eq(oauthStates.sessionId, sessionId),
    eq(oauthStates.memberId, member.id),
    eq(oauthStates.workspaceId, member.workspaceId),
  );
}
