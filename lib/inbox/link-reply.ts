import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversations, messages, sendAttempts, webhookEvents } from "#db/schema/index.ts";
import { readLane } from "#lib/account-reads.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { type Conversation, findByMid, type Message, publishMessage } from "./threads.ts";

/**
 * The reply is certainly with Instagram, under this mid. To be called with the mid and the conversation locked, whether the
 * answer of the send, its echo or a look into the conversation brought the news; whoever is second changes nothing.
 */
export async function linkReply(tx: Tx, conversation: Conversation, reply: Message, mid: string): Promise<void> {
  if (reply.mid === mid) return;
  const stranger = await findByMid(tx, reply.instagramAccountId, mid);
  if (stranger) await absorb(tx, conversation, reply, stranger);
  if (reply.mid) await giveBack(tx, reply.instagramAccountId, reply.mid);

  await tx.update(messages).set({ mid, status: "sent", failure: null }).where(eq(messages.id, reply.id));
  await tx
    .update(sendAttempts)
    .set({ outcome: "sent", mid, finishedAt: sql`now()` })
    .where(and(eq(sendAttempts.messageId, reply.id), eq(sendAttempts.attempt, reply.attempts)));
  await publishMessage(tx, reply);
  await wakeOutbox(tx, reply.conversationId);
}

/** Whatever waits behind a settled reply may go now. */
export function wakeOutbox(tx: Tx, conversationId: string, runInMs = 0): Promise<void> {
  return enqueue(tx, "deliver-replies", { conversationId }, { key: `deliver-replies:${conversationId}`, runInMs });
}

/** An echo that could not be recognised was stored as a row of its own: one message, so one row again. */
async function absorb(tx: Tx, conversation: Conversation, reply: Message, echo: Message): Promise<void> {
  await tx.delete(messages).where(eq(messages.id, echo.id));
  const { reactions, deletedAt } = echo;
  await tx.update(messages).set({ reactions, deletedAt }).where(eq(messages.id, reply.id));
  if (conversation.lastMessageId === echo.id) {
    await tx.update(conversations).set({ lastMessageId: reply.id }).where(eq(conversations.id, conversation.id));
  }
  await publishMessage(tx, echo);
}

/** A message with the same words was taken for ours: it becomes what it is, from its echo or from where it was found. */
async function giveBack(tx: Tx, instagramAccountId: string, mid: string): Promise<void> {
  const [event] = await tx
    .update(webhookEvents)
    .set({ state: "pending", attempts: 0, settledAt: null })
    .where(
      and(
        eq(webhookEvents.key, `message:${mid}`),
        sql`${webhookEvents.igId} = (select ig_id from instagram_accounts where id = ${instagramAccountId})`,
      ),
    )
    .returning({ lane: webhookEvents.lane });
  if (!event) {
    const job = { lane: readLane(instagramAccountId), key: `recover-message:${instagramAccountId}:${mid}` };
    return enqueue(tx, "recover-message", { instagramAccountId, mid }, job);
  }
  const { lane } = event;
  await enqueue(tx, "process-events", { lane }, { key: `process-events:${lane}` });
}
