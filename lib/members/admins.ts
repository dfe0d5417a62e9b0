import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { members } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import type { Member } from "./member.ts";

/** What every domain function for admins begins with. */
export function requireAdmin(member: Member): void {
  if (member.role !== "admin") throw forbidden();
}

/**
 * The ids of the workspace's admins, none of whom can change until the transaction ends. Refuses an asker who is no
 * longer one of them: of two admins who demote each other at once, the second is none any more.
 */
export async function lockAdmins(tx: Tx, member: Member): Promise<string[]> {
  requireAdmin(member);
  const admins = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, member.workspaceId), eq(members.role, "admin"), isNull(members.removedAt)))
    .orderBy(members.id)
    .for("update");
  const ids = admins.map((admin) => admin.id);
  if (!ids.includes(member.id)) throw forbidden();
  return ids;
}

/** Throws `last_admin` when nobody but `memberId` could run the workspace. */
export function refuseLastAdmin(adminIds: string[], memberId: string): void {
  if (adminIds.some((id) => id !== memberId)) return;
  throw new AppError("last_admin", "This is the last admin. Make somebody else an admin first.");
}

function forbidden() {
  return new AppError("forbidden", "Only admins may do this.");
}
