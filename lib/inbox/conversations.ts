import { and, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { conversationReads, conversations } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { publish } from "#lib/realtime/publish.ts";
import { recordTimeline } from "#lib/timeline.ts";
import type { Conversation } from "./threads.ts";

type Named = { conversationId: string };
/** A member, or a program with an API key. */
type Owner = Member | { workspaceId: string; apiKeyId: string };

/** What this member has read goes forward only, up to the message with this `seq`. Colleagues keep their own mark. */
export async function markRead(member: Member, { conversationId, throughSeq }: Named & { throughSeq: number }) {
  await transaction(async (tx) => {
    const conversation = await findOwn(tx, member, conversationId);
    await markReadThrough(tx, member, conversation, Math.min(throughSeq, conversation.lastInboundSeq));
  });
}

/** The customer's last message counts as unread again for this member. */
export async function markUnread(member: Member, { conversationId }: Named): Promise<void> {
  await transaction(async (tx) => {
    const conversation = await findOwn(tx, member, conversationId);
    const readThroughSeq = Math.max(0, conversation.lastInboundSeq - 1);
    await tx
      .insert(conversationReads)
      .values({ memberId: member.id, conversationId, readThroughSeq })
      .onConflictDoUpdate({
        target: [conversationReads.memberId, conversationReads.conversationId],
        set: { readThroughSeq },
      });
    await publish(tx, member.workspaceId, { conversationId, memberId: member.id });
  });
}

/** Done: out of the way until the customer writes again. */
export function closeConversation(member: Owner, { conversationId }: Named): Promise<void> {
  return setClosed(member, conversationId, true);
}

export function reopenConversation(member: Owner, { conversationId }: Named): Promise<void> {
  return setClosed(member, conversationId, false);
}

/** For whoever holds the conversation already, such as a reply that shows what was read. */
export async function markReadThrough(
  tx: Tx,
  member: Member,
  { id }: { id: string },
  throughSeq: number,
): Promise<void> {
  const [moved] = await tx
    .insert(conversationReads)
    .values({ memberId: member.id, conversationId: id, readThroughSeq: throughSeq })
    .onConflictDoUpdate({
      target: [conversationReads.memberId, conversationReads.conversationId],
      set: { readThroughSeq: throughSeq },
      setWhere: sql`${conversationReads.readThroughSeq} < ${throughSeq}`,
    })
    .returning({ conversationId: conversationReads.conversationId });
  if (moved) await publish(tx, member.workspaceId, { conversationId: id, memberId: member.id });
}

async function setClosed(member: Owner, conversationId: string, isClosed: boolean): Promise<void> {
  await transaction(async (tx) => {
    const conversation = await findOwn(tx, member, conversationId);
    if ((conversation.closedAt !== null) === isClosed) return;
    await tx
      .update(conversations)
      .set({ closedAt: isClosed ? sql`now()` : null })
      .where(eq(conversations.id, conversationId));
    const actor = "apiKeyId" in member ? { apiKeyId: member.apiKeyId } : { memberId: member.id };
    await recordTimeline(tx, conversation, actor, isClosed ? "closed" : "reopened");
  });
}

async function findOwn(tx: Tx, member: { workspaceId: string }, id: string): Promise<Conversation> {
  const [conversation] = await tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.id, id), eq(conversations.workspaceId, member.workspaceId)))
    .for("update");
  if (!conversation) throw new NotFoundError("The conversation");
  return conversation;
}
