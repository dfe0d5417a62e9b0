import { and, eq, isNull, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { members, sessions } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { publish } from "#lib/realtime/publish.ts";
import { lockAdmins, refuseLastAdmin } from "./admins.ts";
import { freeConversations } from "./free-conversations.ts";
import type { Member, Role } from "./member.ts";

/** Changes what a member may do and ends their sessions, so that none goes on under the old right. */
export async function changeRole(member: Member, input: { memberId: string; role: Role }): Promise<void> {
  await transaction(async (tx) => {
    const adminIds = await lockAdmins(tx, member);
    const target = await lockMember(tx, member.workspaceId, input.memberId);
    if (target.role === input.role) return;
    if (input.role !== "admin") refuseLastAdmin(adminIds, target.id);
    await tx.update(members).set({ role: input.role }).where(eq(members.id, target.id));
    await endSessions(tx, target.id);
  });
}

/** Removes a member, ends their sessions and frees their conversations. What they wrote stays under their name. */
export async function removeMember(member: Member, input: { memberId: string }): Promise<void> {
  await transaction(async (tx) => {
    const adminIds = await lockAdmins(tx, member);
    const target = await lockMember(tx, member.workspaceId, input.memberId);
    refuseLastAdmin(adminIds, target.id);
    await tx.update(members).set({ removedAt: sql`now()` }).where(eq(members.id, target.id));
    await endSessions(tx, target.id);
    await freeConversations(tx, member, target.id);
    await publish(tx, member.workspaceId, { topic: "members" });
  });
}

/** Signs a member out everywhere. */
export async function endMemberSessions(member: Member, input: { memberId: string }): Promise<void> {
  await transaction(async (tx) => {
    await lockAdmins(tx, member);
    const target = await lockMember(tx, member.workspaceId, input.memberId);
    await endSessions(tx, target.id);
  });
}

async function lockMember(tx: Tx, workspaceId: string, memberId: string) {
  const [target] = await tx
    .select({ id: members.id, role: members.role })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.id, memberId), isNull(members.removedAt)))
    .for("update");
  if (!target) throw new NotFoundError("This member");
  return target;
}

/** For whoever changes what the member may do. */
export async function endSessions(tx: Tx, memberId: string) {
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.memberId, memberId), isNull(sessions.revokedAt)));
}
