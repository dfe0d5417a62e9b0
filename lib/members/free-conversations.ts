import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { recordTimelineOfAll } from "#lib/timeline.ts";
import type { Member } from "./member.ts";

/** Statements take some thousand parameters and no more. */
const CHUNK = 1_000;

/** What the member has goes back to nobody; with `keptAccountIds` only what belongs to other accounts. */
export async function freeConversations(
  tx: Tx,
  { id, workspaceId }: Pick<Member, "id" | "workspaceId">,
  memberId: string,
  keptAccountIds: string[] = [],
): Promise<void> {
  const theirs = await tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.assigneeId, memberId)))
    .orderBy(conversations.id)
    .for("update");
  const freed = theirs.filter(({ instagramAccountId }) => !keptAccountIds.includes(instagramAccountId));
  for (let start = 0; start < freed.length; start += CHUNK) {
    const chunk = freed.slice(start, start + CHUNK);
    const ids = chunk.map((conversation) => conversation.id);
    await tx.update(conversations).set({ assigneeId: null }).where(inArray(conversations.id, ids));
    await recordTimelineOfAll(tx, chunk, { memberId: id }, "unassigned", () => ({ assigneeId: memberId }));
  }
}
