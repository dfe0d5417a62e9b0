import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { transaction } from "#db/client.ts";
import { members, messages, workspaces } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { hashPassword } from "#lib/passwords.ts";
import type { Role } from "./member.ts";

export type NewMember = { email: string; password: string; name: string; role: Role };

/** Adds a member from the command line, and the workspace when this is the first of all. Returns the member's id. */
export async function createMember(input: NewMember): Promise<{ id: string }> {
  const passwordHash = await hashPassword(input.password, input.email);
  return transaction(async (tx) => {
    const workspaceId = await ensureWorkspace(tx);
    return insertMember(tx, workspaceId, { ...input, passwordHash });
  });
}

/** What had arrived before counts as read. `email` is normalised; `email_taken` when an active member has it. */
export async function insertMember(
  tx: Tx,
  workspaceId: string,
  { email, name, role, passwordHash }: Omit<NewMember, "password"> & { passwordHash: string },
): Promise<{ id: string }> {
  const readFromSeq = sql`(select coalesce(max(${messages.seq}), 0) from ${messages} where ${messages.workspaceId} = ${workspaceId})`;
  const [created] = await tx
    .insert(members)
    .values({ workspaceId, email, name, role, passwordHash, readFromSeq })
    .onConflictDoNothing()
    .returning({ id: members.id });
  if (!created) throw new AppError("email_taken", `${email} already belongs to a member.`);
  return created;
}

/** The installation's one workspace. The lock lets only one transaction at a time find that there is none. */
export async function ensureWorkspace(tx: Tx, name = "Antwort"): Promise<string> {
  await lockInstallation(tx);
  const [existing] = await tx.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.createdAt).limit(1);
  if (existing) return existing.id;
  const [created] = await tx.insert(workspaces).values({ name }).returning({ id: workspaces.id });
  if (!created) throw new Error("The workspace was not created.");
  return created.id;
}

/** Held until the end of the transaction by whoever may create the first workspace or member. */
export async function lockInstallation(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('antwort installation'))`);
}
