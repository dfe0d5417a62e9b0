import { and, asc, desc, eq, gte, inArray, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { conversationEvents, messages, sendAttempts } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { releaseUploads } from "#lib/files/claim-uploads.ts";
import type { Member } from "#lib/members/member.ts";
import { releaseConversation } from "./assign.ts";
import { bringBack } from "./bring-back.ts";
import { wakeOutbox } from "./link-reply.ts";
import { lockOwnReply } from "./replies.ts";
import { lockOwnConversation } from "./store-replies.ts";
import { type Conversation, type Message, publishMessage } from "./threads.ts";

/** Takes away a reply that was not sent. One that is on its way stays: nobody can call it back. */
export async function discardReply(member: Member, { messageId }: { messageId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { conversation, reply } = await lockOwnReply(tx, member, messageId);
    if (reply.status === "sending" || reply.status === "sent") {
      throw new AppError("not_retryable", "This message is on its way or sent and cannot be taken back.");
    }
    await discard(tx, conversation, reply);
  });
}

/**
 * Takes back all that one act of sending made, as long as nothing of it has left: all of it or nothing. What came of it goes as
 * well: the conversation is not done, nor the writer's, unless something else has made it so. The writer's own alone; twice
 * changes nothing.
 */
export async function takeBackReplies(
  member: Member,
  { conversationId, actId }: { conversationId: string; actId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const conversation = await lockOwnConversation(tx, member, conversationId);
    const parts = await tx
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.conversationId, conversationId),
          eq(messages.actId, actId),
          eq(messages.sentBy, member.id),
          eq(messages.origin, "antwort"),
        ),
      )
      .orderBy(asc(messages.seq));
    if (parts.some(({ status, attempts }) => status !== "queued" || attempts > 0)) {
      throw new AppError("not_retryable", "This message is on its way or sent and cannot be taken back.");
    }
    for (const part of parts) await discard(tx, conversation, part);
    const [first] = parts;
    if (!first) return;
    if (conversation.closedAt && conversation.closedAt >= first.createdAt) await bringBack(tx, first);
    await unclaim(tx, member, conversation, actId);
  });
}

async function discard(tx: Tx, conversation: Conversation, { id, workspaceId, conversationId }: Message) {
  await releaseUploads(tx, id);
  await tx.delete(sendAttempts).where(eq(sendAttempts.messageId, id));
  await tx.delete(messages).where(eq(messages.id, id));
  if (conversation.lastMessageId === id) await stepBack(tx, conversation);
  await publishMessage(tx, { id, workspaceId, conversationId });
  await wakeOutbox(tx, conversationId);
}

async function stepBack(tx: Tx, conversation: Conversation): Promise<void> {
  await tx.execute(sql`
    update conversations set (last_message_id, last_message_at) = (
      select id, occurred_at from messages where conversation_id = ${conversation.id}
      order by occurred_at desc, seq desc limit 1)
    where id = ${conversation.id} and exists (select 1 from messages where conversation_id = ${conversation.id})`);
}

/** Whoever took care of the conversation by this act alone does so no longer. */
async function unclaim(tx: Tx, member: Member, conversation: Conversation, actId: string): Promise<void> {
  if (conversation.assigneeId !== member.id) return;
  const [line] = await tx
    .select({ at: conversationEvents.at, actId: sql<string | null>`${conversationEvents.detail}->>'actId'` })
    .from(conversationEvents)
    .where(
      and(
        eq(conversationEvents.conversationId, conversation.id),
        inArray(conversationEvents.kind, ["assigned", "unassigned"]),
      ),
    )
    .orderBy(desc(conversationEvents.at), desc(conversationEvents.id))
    .limit(1);
  if (line?.actId !== actId) return;
  const [answered] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversation.id),
        eq(messages.sentBy, member.id),
        gte(messages.createdAt, line.at),
      ),
    )
    .limit(1);
  if (!answered) await releaseConversation(tx, member, conversation);
}
