import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { members, sessions, workspaces } from "#db/schema/index.ts";
import { randomToken } from "#lib/crypto.ts";

/** A signed-in member of a new workspace, or of the given one. */
export async function makeVisitor(role: "admin" | "agent", workspaceId?: string) {
  const [member] = await db
    .insert(members)
    .values({
      workspaceId: workspaceId ?? (await makeWorkspace()),
      email: `${crypto.randomUUID()}@brassmoon.example`,
      name: "Ada",
      passwordHash: "none",
      role,
    })
    .returning();
  if (!member) throw new Error("no member");
  const [session] = await db
    .insert(sessions)
    .values({ tokenHash: randomToken(), memberId: member.id, expiresAt: sql`now() + interval '1 day'` })
    .returning();
  if (!session) throw new Error("no session");
  return { member: { ...member, accountIds: null }, sessionId: session.id };
}

async function makeWorkspace(): Promise<string> {
  const [workspace] = await db.insert(workspaces).values({ name: "Brass Moon" }).returning();
  if (!workspace) throw new Error("no workspace");
  return workspace.id;
}
