import { and, eq, inArray, isNull } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { instagramAccounts, memberAccounts, members } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { publish } from "#lib/realtime/publish.ts";
import { lockAdmins } from "./admins.ts";
import { freeConversations } from "./free-conversations.ts";
import type { Member } from "./member.ts";
import { endSessions } from "./membership.ts";

/**
 * Which accounts an agent may see; null for all, those to come included. Their sessions end, so that no browser keeps what is
 * now hidden from it, and what they had of other accounts is for somebody else to take. Admins always see everything.
 */
export async function setMemberAccounts(
  member: Member,
  { memberId, accountIds }: { memberId: string; accountIds: string[] | null },
): Promise<void> {
  const wanted = accountIds && [...new Set(accountIds)];
  if (wanted?.length === 0) throw new AppError("invalid_input", "Choose at least one account.");
  await transaction(async (tx) => {
    await lockAdmins(tx, member);
    const target = await lockAgent(tx, member, memberId);
    if (wanted) await requireAccounts(tx, member, wanted);
    if (isSame(await listAccountIds(tx, target.id), wanted)) return;
    await tx.delete(memberAccounts).where(eq(memberAccounts.memberId, memberId));
    if (wanted) {
      const rows = wanted.map((instagramAccountId) => ({ memberId, instagramAccountId }));
      await tx.insert(memberAccounts).values(rows);
    }
    await endSessions(tx, memberId);
    if (wanted) await freeConversations(tx, member, memberId, wanted);
    await publish(tx, member.workspaceId, { topic: "members" });
  });
}

async function lockAgent(tx: Tx, { workspaceId }: Member, memberId: string) {
  const [target] = await tx
    .select({ id: members.id, role: members.role })
    .from(members)
    .where(and(eq(members.id, memberId), eq(members.workspaceId, workspaceId), isNull(members.removedAt)))
    .for("update");
  if (!target) throw new NotFoundError("This member");
  if (target.role === "admin") throw new AppError("invalid_input", "Admins see every account.");
  return target;
}

async function requireAccounts(tx: Tx, { workspaceId }: Member, accountIds: string[]): Promise<void> {
  const known = await tx.$count(
    instagramAccounts,
    and(eq(instagramAccounts.workspaceId, workspaceId), inArray(instagramAccounts.id, accountIds)),
  );
  if (known !== accountIds.length) throw new NotFoundError("This account");
}

async function listAccountIds(tx: Tx, memberId: string): Promise<string[] | null> {
  const rows = await tx.select().from(memberAccounts).where(eq(memberAccounts.memberId, memberId));
  return rows.length === 0 ? null : rows.map(({ instagramAccountId }) => instagramAccountId);
}

function isSame(one: string[] | null, other: string[] | null): boolean {
  if (!one || !other) return one === other;
  return one.length === other.length && one.every((id) => other.includes(id));
}
