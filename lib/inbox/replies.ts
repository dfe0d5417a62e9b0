import { and, asc, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { messages, sendAttempts } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { releaseUploads } from "#lib/files/claim-uploads.ts";
import type { Member } from "#lib/members/member.ts";
import { wakeOutbox } from "./link-reply.ts";
import { type ConversationMessage, listMessagesById } from "./message-queries.ts";
import { lockOwnConversation, needsTag, type RepliesInput, refuseIfClosed, storeReplies } from "./store-replies.ts";
import { type Conversation, type Message, publishMessage } from "./threads.ts";

type Part = {
  messageId: string;
  text?: string | undefined;
  uploadIds?: string[] | undefined;
  heart?: true | undefined;
};
export type MemberReplies = Omit<RepliesInput, "parts"> & { parts: Part[] };

/**
 * Stores what a member sends at once, text and files, and the job that delivers it. The browser names the messages, so that
 * pending bubbles keep their keys.
 */
export async function queueReplies(member: Member, input: MemberReplies): Promise<ConversationMessage[]> {
  await storeReplies(member, { ...input, parts: input.parts.map(contentOf) });
  const ids = input.parts.map(({ messageId }) => messageId);
  return (await listMessagesById(member, ids)).reverse();
}

function contentOf({ messageId, text, uploadIds, heart }: Part): RepliesInput["parts"][number] {
  if (uploadIds) return { messageId, uploadIds };
  return heart ? { messageId, outgoing: { type: "heart" } } : { messageId, text: text ?? "" };
}

/** Sends again what failed or was never confirmed, because a person asks for it. Doing it twice changes nothing. */
export async function retryReply(member: Member, { messageId }: { messageId: string }): Promise<ConversationMessage> {
  await transaction(async (tx) => {
    const { conversation, reply } = await lockOwnReply(tx, member, messageId);
    if (reply.status === "queued" || reply.status === "sending") return;
    if (reply.status === "sent")
      throw new AppError("not_retryable", "This message was sent. There is nothing to repeat.");
    const now = await refuseIfClosed(tx, conversation, reply.tag === "HUMAN_AGENT");
    await tx
      .update(messages)
      .set({ status: "queued", failure: null, tag: needsTag(conversation, now) ? "HUMAN_AGENT" : null })
      .where(eq(messages.id, messageId));
    await publishMessage(tx, reply);
    await wakeOutbox(tx, conversation.id);
  });
  return getOwnMessage(member, messageId);
}

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
 * Takes back all that one act of sending made, as long as nothing of it has left: all of it or nothing. The writer's own
 * alone; twice changes nothing.
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

async function lockOwnReply(tx: Tx, member: Member, messageId: string) {
  const own = and(
    eq(messages.id, messageId),
    eq(messages.workspaceId, member.workspaceId),
    eq(messages.origin, "antwort"),
  );
  const [found] = await tx.select({ conversationId: messages.conversationId }).from(messages).where(own);
  if (!found) throw new NotFoundError("The message");
  const conversation = await lockOwnConversation(tx, member, found.conversationId);
  const [reply] = await tx.select().from(messages).where(own);
  if (!reply) throw new NotFoundError("The message");
  return { conversation, reply };
}

async function stepBack(tx: Tx, conversation: Conversation): Promise<void> {
  await tx.execute(sql`
    update conversations set (last_message_id, last_message_at) = (
      select id, occurred_at from messages where conversation_id = ${conversation.id}
      order by occurred_at desc, seq desc limit 1)
    where id = ${conversation.id} and exists (select 1 from messages where conversation_id = ${conversation.id})`);
}

async function getOwnMessage(member: Member, id: string): Promise<ConversationMessage> {
  const [message] = await listMessagesById(member, [id]);
  if (!message) throw new NotFoundError("The message");
  return message;
}
