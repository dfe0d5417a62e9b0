import { and, asc, eq, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { members, workspaces } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";

export async function getWorkspaceRow(workspaceId: string) {
  const [found] = await db
    .select({ id: workspaces.id, name: workspaces.name, createdAt: workspaces.createdAt })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (!found) throw new NotFoundError("The profile");
  return found;
}

/** The workspace's members, without addresses: those are for admins, and a key is a program's. */
export function listMemberRows(workspaceId: string) {
  return db
    .select({ id: members.id, name: members.name, role: members.role, createdAt: members.createdAt })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), isNull(members.removedAt)))
    .orderBy(asc(members.name), asc(members.id));
}
