import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { members, sessions } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import type { Member } from "#lib/members/member.ts";
import { SESSION_DAYS } from "./session-cookie.ts";

const IDLE_HOURS = 12;
const MAX_USER_AGENT = 300;

export type Session = { member: Member; sessionId: string };

const memberColumns = {
  id: members.id,
  workspaceId: members.workspaceId,
  role: members.role,
  name: members.name,
  email: members.email,
  locale: members.locale,
  readFromSeq: members.readFromSeq,
  accountIds: sql<string[] | null>`case when ${members.role} = 'agent' then (
    select json_agg(member_accounts.instagram_account_id) from member_accounts where member_accounts.member_id = members.id
  ) end`,
};

/** Begins a session and returns the token for the cookie; only its hash is stored. `previousToken`'s session ends. */
export async function createSession(
  memberId: string,
  browser: { userAgent: string | null; previousToken: string | null },
): Promise<string> {
  const token = randomToken();
  await db.transaction(async (tx) => {
    if (browser.previousToken) await end(tx, browser.previousToken);
    await tx.insert(sessions).values({
      tokenHash: hashToken(token),
      memberId,
      userAgent: browser.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      expiresAt: sql`now() + make_interval(days => ${SESSION_DAYS})`,
    });
  });
  return token;
}

/** The session behind a cookie's token, or null when it ended, expired, or its member was removed. Notes that it is in use. */
export async function findSession(token: string): Promise<Session | null> {
  const tokenHash = hashToken(token);
  const [row] = await db
    .select({ member: memberColumns, sessionId: sessions.id, isStale: sql<boolean>`${staleSeen}` })
    .from(sessions)
    .innerJoin(members, eq(members.id, sessions.memberId))
    .where(and(eq(sessions.tokenHash, tokenHash), isLive));
  if (!row) return null;
  if (row.isStale) {
    await db
      .update(sessions)
      .set({ lastSeenAt: sql`now()` })
      .where(and(eq(sessions.tokenHash, tokenHash), staleSeen));
  }
  return { member: row.member, sessionId: row.sessionId };
}

/** The member of a session that still counts, for streams that outlive their request. Does not keep the session awake. */
export async function findLiveSession(sessionId: string): Promise<Member | null> {
  const [row] = await db
    .select(memberColumns)
    .from(sessions)
    .innerJoin(members, eq(members.id, sessions.memberId))
    .where(and(eq(sessions.id, sessionId), isLive));
  return row ?? null;
}

/** Ends the session of this token. Ending it twice, or a token nobody knows, is no error. */
export async function endSession(token: string): Promise<void> {
  await end(db, token);
}

async function end(database: Pick<typeof db, "update">, token: string) {
  await database
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.tokenHash, hashToken(token)), isNull(sessions.revokedAt)));
}

const isLive = and(
  isNull(sessions.revokedAt),
  isNull(members.removedAt),
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.lastSeenAt, sql`now() - make_interval(hours => ${IDLE_HOURS})`),
);

/** Written at most once a minute: every request reads it. */
const staleSeen = sql`${sessions.lastSeenAt} < now() - interval '1 minute'`;
