import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { invitations, members, sessions, workspaces } from "#db/schema/index.ts";
import { hashToken } from "#lib/crypto.ts";
import { requireAdmin } from "./admins.ts";
import type { Member } from "./member.ts";

export type MemberSummary = Awaited<ReturnType<typeof listMembers>>[number];
export type InvitationSummary = Awaited<ReturnType<typeof listInvitations>>[number];
export type SessionSummary = Awaited<ReturnType<typeof listOwnSessions>>[number];

/** False until the first admin exists: then `/` leads to `/setup`. */
export async function hasMembers(): Promise<boolean> {
  const [anybody] = await db.select({ id: members.id }).from(members).limit(1);
  return anybody !== undefined;
}

/** The workspace's members by name, with how many sessions are open and when they were last here. Admins only. */
export async function listMembers(member: Member) {
  requireAdmin(member);
  return db
    .select({
      id: members.id,
      name: members.name,
      email: members.email,
      role: members.role,
      /** Null where they may see all. */
      accountIds: sql<string[] | null>`case when ${members.role} = 'agent' then (
        select json_agg(instagram_account_id) from member_accounts where member_id = ${members.id}) end`,
      createdAt: members.createdAt,
      sessionCount: sql<number>`count(${sessions.id}) filter (where ${isOpen})::int`,
      lastSeenAt: sql`max(${sessions.lastSeenAt})`.mapWith(sessions.lastSeenAt),
    })
    .from(members)
    .leftJoin(sessions, eq(sessions.memberId, members.id))
    .where(and(eq(members.workspaceId, member.workspaceId), isNull(members.removedAt)))
    .groupBy(members.id)
    .orderBy(asc(members.name), asc(members.email));
}

/** Invitations that can still be accepted, newest first. Admins only. */
export async function listInvitations(member: Member) {
  requireAdmin(member);
  return db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
      invitedBy: members.name,
    })
    .from(invitations)
    .innerJoin(members, eq(members.id, invitations.invitedBy))
    .where(and(eq(invitations.workspaceId, member.workspaceId), isAcceptable))
    .orderBy(desc(invitations.createdAt));
}

/** What an invitation's page shows, or null when its link no longer works. Looking does not use it up. */
export async function findInvitation(token: string) {
  const [row] = await db
    .select({ email: invitations.email, role: invitations.role, workspaceName: workspaces.name })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .where(and(eq(invitations.tokenHash, hashToken(token)), isAcceptable));
  return row ?? null;
}

/** The member's own open sessions, the one in use most recently first. */
export async function listOwnSessions(member: Member) {
  return db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.memberId, member.id), isOpen))
    .orderBy(desc(sessions.lastSeenAt));
}

export const isAcceptable = and(
  isNull(invitations.acceptedAt),
  isNull(invitations.revokedAt),
  gt(invitations.expiresAt, sql`now()`),
);

const isOpen = sql`${sessions.revokedAt} is null and ${sessions.expiresAt} > now()
  and ${sessions.lastSeenAt} > now() - interval '12 hours'`;
