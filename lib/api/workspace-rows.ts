import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiKeys, members, workspaces } from "#db/schema/index.ts";
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

/** The workspace's live keys, without anything that opens a door. */
export function listKeyRows(workspaceId: string) {
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      permission: apiKeys.permission,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt));
}
