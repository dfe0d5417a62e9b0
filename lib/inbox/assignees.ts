import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { members } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";

export type Assignee = Awaited<ReturnType<typeof listAssignees>>[number];

/** Who may be given a conversation, by name. */
export async function listAssignees({ workspaceId }: Pick<Member, "workspaceId">) {
  return db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), isNull(members.removedAt)))
    .orderBy(sql`lower(${members.name})`, members.id);
}
