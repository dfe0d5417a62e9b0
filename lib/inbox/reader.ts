import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts, reconciliations } from "#db/schema/index.ts";
import { getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { awaitTurn, ensureReconciliation, isCallable } from "#lib/account-reads.ts";
import { AppError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import type { CallOptions } from "#lib/instagram/graph.ts";
import type { Account } from "./apply-event.ts";

/** Readings take up to ninety seconds at times (facts 4.1). */
const READ_MS = 60_000;

type Call<T> = (token: string, options: CallOptions) => Promise<T>;

export type Reader = {
  account: Account;
  /** What was written before this is history. */
  historyBefore: Date;
  /** One reading in its turn; `at` is the database's time when it began. Draws the account's conclusions from a refusal and throws it. */
  read: <T>(call: Call<T>) => Promise<{ answer: T; at: Date }>;
};

/** Who reads an account's conversations; null while the account is disconnected, refused or paused. */
export async function openReader(instagramAccountId: string): Promise<Reader | null> {
  const token = await findToken(instagramAccountId);
  if (!token) return null;
  await ensureReconciliation(instagramAccountId);
  const [row] = await db
    .select({
      id: instagramAccounts.id,
      workspaceId: instagramAccounts.workspaceId,
      igId: instagramAccounts.igId,
      historyBefore: reconciliations.historyBefore,
      isCallable,
    })
    .from(instagramAccounts)
    .innerJoin(reconciliations, eq(reconciliations.instagramAccountId, instagramAccounts.id))
    .where(eq(instagramAccounts.id, instagramAccountId));
  if (!row?.isCallable) return null;
  const { historyBefore, isCallable: _, ...account } = row;
  return { account, historyBefore, read: (call) => read(instagramAccountId, token, call) };
}

async function findToken(instagramAccountId: string): Promise<string | null> {
  try {
    return (await getAccountAccess(instagramAccountId)).token;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function read<T>(instagramAccountId: string, token: string, call: Call<T>): Promise<{ answer: T; at: Date }> {
  const at = await awaitTurn(instagramAccountId);
  try {
    return { answer: await call(token, { timeoutMs: READ_MS }), at };
  } catch (error) {
    if (error instanceof InstagramError) await recordRefusal(db, instagramAccountId, error, token);
    throw error;
  }
}
