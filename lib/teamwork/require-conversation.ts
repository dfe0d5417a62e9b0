import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";

/** Locked against its erasure. Throws NotFoundError for one of another workspace or of an account out of the member's reach. */
export async function requireConversation(tx: Tx, member: Member, id: string): Promise<void> {
  const { workspaceId, instagramAccountId, id: own } = conversations;
  const [found] = await tx
    .select({ id: own })
    .from(conversations)
    .where(and(eq(own, id), eq(workspaceId, member.workspaceId), withinReach(member, instagramAccountId)))
    .for("key share");
  if (!found) throw new NotFoundError("The conversation");
}
