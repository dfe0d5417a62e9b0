import { and, eq, exists, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiKeys, oauthStates } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";

export type Program = { workspaceId: string; apiKeyId: string };

/** As `createState`, for a program: whoever follows its link may finish it, in any browser, once. */
export async function createProgramState(program: Program, redirectUrl: string | null): Promise<string> {
  const state = randomToken();
  await db.insert(oauthStates).values({
    stateHash: hashToken(state),
    ...program,
    redirectUrl,
    expiresAt: sql`now() + interval '1 hour'`,
  });
  return state;
}

/** Whether a program of ours made this state, and where it wants the browser to go. */
export async function findProgramState(state: string) {
  const [found] = await db
    .select({ redirectUrl: oauthStates.redirectUrl, workspaceId: oauthStates.workspaceId })
    .from(oauthStates)
    .where(and(eq(oauthStates.stateHash, hashToken(state)), isNotNull(oauthStates.apiKeyId)));
  return found ?? null;
}

/** True for exactly one caller, while the key that made it lives. `program` narrows it to one key's own. */
export async function claimProgramState(state: string, program?: Program): Promise<boolean> {
  const liveKey = db
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.id, oauthStates.apiKeyId),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
      ),
    );
  const claimed = await db
    .update(oauthStates)
    .set({ consumedAt: sql`now()` })
    .where(
      and(
        eq(oauthStates.stateHash, hashToken(state)),
        program ? eq(oauthStates.apiKeyId, program.apiKeyId) : isNotNull(oauthStates.apiKeyId),
        isNull(oauthStates.consumedAt),
        gt(oauthStates.expiresAt, sql`now()`),
        exists(liveKey),
      ),
    )
    .returning({ stateHash: oauthStates.stateHash });
  return claimed.length === 1;
}
