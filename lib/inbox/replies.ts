import { and, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { instagramAccounts, messages, sendAttempts } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { MAX_TEXT_BYTES, utf8Length } from "#lib/instagram/messages.ts";
import type { Member } from "#lib/members/member.ts";
import { markReadThrough } from "./conversations.ts";
import { wakeOutbox } from "./link-reply.ts";
import { type ConversationMessage, listMessagesById } from "./message-queries.ts";
import { advanceConversation, type Conversation, lockConversation, publishMessage } from "./threads.ts";
import { replyWindow } from "./window.ts";

export type ReplyInput = { messageId: string; conversationId: string; text: string; humanAgent?: boolean };

/**
 * Stores a reply and the job that delivers it. The browser names the message, so a double click is one reply and the pending
 * bubble keeps its key. Refuses outside the messaging window before anything is sent (facts 3.1) and beyond 1000 bytes.
 */
export async function queueReply(member: Member, input: ReplyInput): Promise<ConversationMessage> {
  const text = sendable(input.text);
  await transaction(async (tx) => {
    const conversation = await lockOwnConversation(tx, member, input.conversationId);
    const now = await refuseIfClosed(tx, conversation, input.humanAgent ?? false);
    const [queued] = await tx
      .insert(messages)
      .values({
        id: input.messageId,
        workspaceId: member.workspaceId,
        instagramAccountId: conversation.instagramAccountId,
        conversationId: conversation.id,
        direction: "outbound",
        origin: "antwort",
        occurredAt: afterEverythingElse(conversation, now),
        text,
        status: "queued",
        sentBy: member.id,
        tag: needsTag(conversation, now) ? "HUMAN_AGENT" : null,
      })
      .onConflictDoNothing()
      .returning();
    if (!queued) return;

    await advanceConversation(tx, conversation, queued);
    await markReadThrough(tx, member, conversation, conversation.lastInboundSeq);
    await wakeOutbox(tx, conversation.id);
  });
  return getOwnMessage(member, input.messageId);
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
    await tx.delete(sendAttempts).where(eq(sendAttempts.messageId, messageId));
    await tx.delete(messages).where(eq(messages.id, messageId));
    if (conversation.lastMessageId === messageId) await stepBack(tx, conversation);
    await publishMessage(tx, reply);
    await wakeOutbox(tx, conversation.id);
  });
}

function sendable(input: string): string {
  const text = input.trim().replaceAll("\u0000", "\u2400").toWellFormed();
  if (text === "") throw new AppError("invalid_input", "Write something first.");
  const bytes = utf8Length(text);
  if (bytes <= MAX_TEXT_BYTES) return text;
  throw new AppError(
    "text_too_long",
    `The text has ${bytes} bytes and Instagram takes ${MAX_TEXT_BYTES}. Shorten it or send it in parts.`,
    { bytes, limit: MAX_TEXT_BYTES },
  );
}

async function lockOwnConversation(tx: Tx, member: Member, id: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id);
  if (conversation?.workspaceId !== member.workspaceId) throw new NotFoundError("The conversation");
  return conversation;
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

/** The database's clock decides; the answer is its time. */
async function refuseIfClosed(tx: Tx, conversation: Conversation, asPerson: boolean): Promise<Date> {
  const [account] = await tx
    .select({ now: sql<Date>`now()`.mapWith(messages.createdAt), disconnectedAt: instagramAccounts.disconnectedAt })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.id, conversation.instagramAccountId));
  if (!account || account.disconnectedAt) {
    throw new AppError("account_disconnected", "This Instagram account is no longer connected. Connect it again.");
  }
  const { state } = replyWindow(conversation.lastInboundAt, account.now, env().HUMAN_AGENT === "on");
  if (state === "open" || state === "closing" || (state === "human_agent" && asPerson)) return account.now;
  throw new AppError(
    "window_closed",
    "Instagram allows replies for 24 hours after the customer's last message. Nothing was sent.",
    { since: conversation.lastInboundAt?.toISOString() ?? "" },
  );
}

function needsTag(conversation: Conversation, now: Date): boolean {
  return replyWindow(conversation.lastInboundAt, now, true).state === "human_agent";
}

/** Clocks differ: a reply stands below what it answers. */
function afterEverythingElse(conversation: Conversation, now: Date): Date {
  return new Date(Math.max(now.getTime(), conversation.lastMessageAt.getTime() + 1));
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
