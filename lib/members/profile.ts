import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { members, passwordResets, sessions } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { hashPassword, verifyPassword } from "#lib/passwords.ts";
import { publish } from "#lib/realtime/publish.ts";
import type { Member } from "./member.ts";
import { tellPasswordChanged } from "./tell-password.ts";

/** A member's own name, as colleagues see it. */
export async function renameMember(member: Member, { name }: { name: string }): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .update(members)
      .set({ name })
      .where(and(eq(members.id, member.id), isNull(members.removedAt)));
    await publish(tx, member.workspaceId, { topic: "members" });
  });
}

/** Needs the current password. Every session but `keepSessionId` ends: whoever knew the old password is out. */
export async function changePassword(
  member: Member,
  input: { currentPassword: string; newPassword: string; keepSessionId: string },
): Promise<void> {
  const [row] = await db
    .select({ passwordHash: members.passwordHash })
    .from(members)
    .where(and(eq(members.id, member.id), isNull(members.removedAt)));
  if (!row || !(await verifyPassword(row.passwordHash, input.currentPassword))) {
    throw new AppError("wrong_credentials", "The current password is wrong.");
  }
  const passwordHash = await hashPassword(input.newPassword, member.email);
  await transaction(async (tx) => {
    const [changed] = await tx
      .update(members)
      .set({ passwordHash })
      .where(and(eq(members.id, member.id), eq(members.passwordHash, row.passwordHash), isNull(members.removedAt)))
      .returning({ id: members.id });
    if (!changed) throw new AppError("conflict", "The password was changed elsewhere at the same moment. Try again.");
    await tx.delete(passwordResets).where(eq(passwordResets.memberId, member.id));
    await tellPasswordChanged(tx, member);
    await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(sessions.memberId, member.id), ne(sessions.id, input.keepSessionId), isNull(sessions.revokedAt)));
  });
}

/** Ends one of the member's own sessions. */
export async function endOwnSession(member: Member, input: { sessionId: string }): Promise<void> {
  const [found] = await db
    .update(sessions)
    .set({ revokedAt: sql`coalesce(${sessions.revokedAt}, now())` })
    .where(and(eq(sessions.id, input.sessionId), eq(sessions.memberId, member.id)))
    .returning({ id: sessions.id });
  if (!found) throw new NotFoundError("This session");
}
