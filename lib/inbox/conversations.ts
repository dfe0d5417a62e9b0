import { inArray, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Tx } from "#db/client.ts";
import { conversationReads, conversations } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { publish } from "#lib/realtime/publish.ts";
import { recordTimelineOfAll } from "#lib/timeline.ts";
import { type Acted, type Acting, actOn, type Owner } from "./act-on.ts";
import { queueSeen } from "./seen.ts";
import type { Conversation } from "./threads.ts";

type Named = { conversationId: string };

/** What this member has read goes forward only, up to the message with this `seq`. Colleagues keep their own mark. */
export async function markRead(member: Member, { conversationId, throughSeq }: Named & { throughSeq: number }) {
  await actOn(member, [conversationId], async (tx, changed) => {
    for (const conversation of changed) {
      const readSeq = Math.min(throughSeq, conversation.lastInboundSeq);
      const isNew = await markReadThrough(tx, member, conversation, readSeq);
      if (isNew) await queueSeen(tx, conversation, "on_open", readSeq);
    }
    return { changed };
  });
}

/** All that the customers wrote counts as read by this member. */
export function markAllRead(member: Member, { conversationIds }: Acting): Promise<Acted> {
  return actOn(member, conversationIds, async (tx, changed) => {
    await setReadThrough(tx, member, changed, ({ lastInboundSeq }) => lastInboundSeq);
    return { changed };
  });
}

/** The customers' last messages count as unread again for this member. */
export function markAllUnread(member: Member, { conversationIds }: Acting): Promise<Acted> {
  return actOn(member, conversationIds, async (tx, changed) => {
    await setReadThrough(tx, member, changed, ({ lastInboundSeq }) => lastInboundSeq - 1);
    return { changed };
  });
}

export async function markUnread(member: Member, { conversationId }: Named): Promise<void> {
  await markAllUnread(member, { conversationIds: [conversationId] });
}

/** Done: out of the way until the customer writes again. What was put off is put off no more. */
export function closeConversations(owner: Owner, { conversationIds }: Acting): Promise<Acted> {
  return actOn(owner, conversationIds, async (tx, found, actor) => {
    const changed = found.filter(({ closedAt }) => !closedAt);
    await setStatus(tx, changed, { closedAt: sql`now()`, snoozedUntil: null });
    await recordTimelineOfAll(tx, changed, actor, "closed");
    return { changed };
  });
}

/** Back among the open ones, be it from done or before it was to come back by itself. */
export function reopenConversations(owner: Owner, { conversationIds }: Acting): Promise<Acted> {
  return actOn(owner, conversationIds, async (tx, found, actor) => {
    const done = found.filter(({ closedAt }) => closedAt);
    const snoozed = found.filter(({ closedAt, snoozedUntil }) => !closedAt && snoozedUntil);
    const changed = [...done, ...snoozed];
    await setStatus(tx, changed, { closedAt: null, snoozedUntil: null });
    await recordTimelineOfAll(tx, done, actor, "reopened");
    await recordTimelineOfAll(tx, snoozed, actor, "woken");
    return { changed };
  });
}

export async function closeConversation(owner: Owner, { conversationId }: Named): Promise<void> {
  await closeConversations(owner, { conversationIds: [conversationId] });
}

export async function reopenConversation(owner: Owner, { conversationId }: Named): Promise<void> {
  await reopenConversations(owner, { conversationIds: [conversationId] });
}

/** For whoever holds the conversation already, such as a reply that shows what was read. */
export async function markReadThrough(
  tx: Tx,
  member: Member,
  { id }: { id: string },
  throughSeq: number,
): Promise<boolean> {
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
  return moved !== undefined;
}

export async function setStatus(
  tx: Tx,
  changed: Conversation[],
  values: Pick<PgUpdateSetSource<typeof conversations>, "closedAt" | "snoozedUntil">,
): Promise<void> {
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  await tx.update(conversations).set(values).where(inArray(conversations.id, ids));
}

async function setReadThrough(
  tx: Tx,
  member: Member,
  changed: Conversation[],
  seqOf: (conversation: Conversation) => number,
): Promise<void> {
  const marks = changed.map((conversation) => ({
    memberId: member.id,
    conversationId: conversation.id,
    readThroughSeq: seqOf(conversation),
  }));
  await tx
    .insert(conversationReads)
    .values(marks)
    .onConflictDoUpdate({
      target: [conversationReads.memberId, conversationReads.conversationId],
      set: { readThroughSeq: sql`excluded.read_through_seq` },
    });
  const news = marks.map(({ conversationId, memberId }) => ({ conversationId, memberId }));
  await publish(tx, member.workspaceId, news);
}
