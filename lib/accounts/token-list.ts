import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { readTokenState } from "./token-state.ts";
import { type RefreshResult, refreshToken } from "./tokens.ts";

export type ListedToken = Awaited<ReturnType<typeof listTokenStates>>[number];

/** Every account of the installation with the state of its token, for whoever runs the server. */
export async function listTokenStates() {
  const rows = await db.select().from(instagramAccounts).orderBy(asc(instagramAccounts.username));
  const now = new Date();
  return rows.map((row) => ({
    id: row.id,
    igId: row.igId,
    username: row.username,
    problem: row.problemDetail?.reason ?? row.problem,
    refreshError: row.tokenRefreshError,
    ...readTokenState(row, now),
  }));
}

/** Renews all connected tokens, or the one of `account`: a username with or without @, Instagram's id or ours. */
export async function refreshListed(account?: string): Promise<{ username: string; result: RefreshResult }[]> {
  const name = account?.replace(/^@/, "");
  const chosen = await db
    .select({ id: instagramAccounts.id, username: instagramAccounts.username })
    .from(instagramAccounts)
    .where(
      and(
        isNull(instagramAccounts.disconnectedAt),
        name === undefined
          ? undefined
          : or(
              eq(sql`lower(${instagramAccounts.username})`, name.toLowerCase()),
              eq(instagramAccounts.igId, name),
              eq(sql`${instagramAccounts.id}::text`, name.toLowerCase()),
            ),
      ),
    )
    .orderBy(asc(instagramAccounts.username));
  if (name !== undefined && chosen.length === 0) throw new NotFoundError(`The connected account ${account}`);

  const results = [];
  for (const { id, username } of chosen) results.push({ username, result: await refreshToken(id, { force: true }) });
  return results;
}
