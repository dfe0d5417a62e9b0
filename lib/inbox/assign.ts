import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversations, memberAccounts, members } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { canReach } from "#lib/reach.ts";
import { notify } from "#lib/teamwork/notify.ts";
import { recordTimeline, recordTimelineOfAll } from "#lib/timeline.ts";
import { type Acted, type Acting, actOn } from "./act-on.ts";
import { type Author, isProgram } from "./author.ts";
import type { Conversation } from "./threads.ts";

/**
 * Gives conversations to a member, or with null to nobody. Whoever is given one by somebody else hears of it. Those the
 * assignee may not see are refused.
 */
export function assignConversations(
  member: Member,
  { assigneeId, conversationIds }: Acting & { assigneeId: string | null },
): Promise<Acted> {
  return actOn(member, conversationIds, async (tx, found, actor) => {
    if (!assigneeId) return { changed: await free(tx, found, actor) };
    const assignee = await lockAssignee(tx, member, assigneeId);
    const refused = found.filter(({ instagramAccountId }) => !canReach(assignee, instagramAccountId));
    const changed = found.filter((one) => one.assigneeId !== assigneeId && !refused.includes(one));
    await setAssignee(tx, changed, assigneeId);
    await recordTimelineOfAll(tx, changed, actor, "assigned", () => ({ assigneeId }));
    for (const { id, workspaceId } of changed) {
      await notify(tx, {
        workspaceId,
        conversationId: id,
        kind: "assigned",
        memberIds: [assigneeId],
        actorId: member.id,
      });
    }
    return { changed, refused };
  });
}

/**
 * Whoever answers first takes care of it, unless somebody does already. To be called with the conversation locked. `actId`: the
 * act of sending by which it comes, should that be taken back.
 */
export async function claimConversation(
  tx: Tx,
  author: Author,
  conversation: Conversation,
  actId: string | undefined,
): Promise<void> {
  if (isProgram(author) || conversation.assigneeId) return;
  await setAssignee(tx, [conversation], author.id);
  const detail = { assigneeId: author.id, ...(actId ? { actId } : {}) };
  await recordTimeline(tx, conversation, { memberId: author.id }, "assigned", detail);
}

/** Its assignee takes care of it no longer. To be called with the conversation locked. */
export async function releaseConversation(tx: Tx, assignee: Member, conversation: Conversation): Promise<void> {
  await free(tx, [conversation], { memberId: assignee.id });
}

async function free(tx: Tx, found: Conversation[], actor: { memberId?: string }): Promise<Conversation[]> {
  const changed = found.filter(({ assigneeId }) => assigneeId);
  await setAssignee(tx, changed, null);
  const detail = ({ assigneeId }: Conversation) => ({ assigneeId: assigneeId ?? "" });
  await recordTimelineOfAll(tx, changed, actor, "unassigned", detail);
  return changed;
}

async function setAssignee(tx: Tx, changed: Conversation[], assigneeId: string | null): Promise<void> {
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  await tx.update(conversations).set({ assigneeId }).where(inArray(conversations.id, ids));
}

/** Against their removal meanwhile, which frees what they have. */
async function lockAssignee(tx: Tx, { workspaceId }: Member, assigneeId: string) {
  const [assignee] = await tx
    .select({ id: members.id, role: members.role })
    .from(members)
    .where(and(eq(members.id, assigneeId), eq(members.workspaceId, workspaceId), isNull(members.removedAt)))
    .for("share");
  if (!assignee) throw new NotFoundError("This member");
  if (assignee.role === "admin") return { workspaceId };
  const [reach] = await tx
    .select({ accountIds: sql<string[] | null>`json_agg(${memberAccounts.instagramAccountId})` })
    .from(memberAccounts)
    .where(eq(memberAccounts.memberId, assigneeId));
  return { workspaceId, accountIds: reach?.accountIds };
}
