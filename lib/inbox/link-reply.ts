import { and, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  type Attachment,
  conversations,
  type Failure,
  mediaCopies,
  messages,
  sendAttempts,
  webhookEvents,
} from "#db/schema/index.ts";
import { readLane } from "#lib/account-reads.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { unsent } from "./effects.ts";
import { forgetMedia } from "./forget-media.ts";
import { queueLanes } from "./lane-jobs.ts";
import { queueSeen } from "./seen.ts";
import { tellSent } from "./tell.ts";
import { type Conversation, findByMid, type Message, publishMessage } from "./threads.ts";

/**
 * The reply is certainly with Instagram, under this mid. To be called with the mid and the conversation locked, whether the
 * answer of the send, its echo or a look into the conversation brought the news; whoever is second changes nothing.
 * `told`: what it carries, in Instagram's words, where that is known.
 */
export async function linkReply(
  tx: Tx,
  conversation: Conversation,
  reply: Message,
  mid: string,
  told: Attachment[] = [],
): Promise<void> {
  if (reply.mid === mid) return;
  const stranger = await findByMid(tx, reply.instagramAccountId, mid);
  if (stranger?.origin === "antwort") await mistook(tx, stranger, reply);
  else if (stranger) await absorb(tx, conversation, reply, stranger);
  if (reply.mid) await giveBack(tx, reply.instagramAccountId, reply.mid);

  const attachments = withLinks(reply.attachments, stranger?.attachments ?? told);
  const done = stranger ? await takeOver(tx, reply, stranger) : {};
  const values = { mid, status: "sent" as const, failure: null, attachments, ...done };
  await tx.update(messages).set(values).where(eq(messages.id, reply.id));
  await tx
    .update(sendAttempts)
    .set({ outcome: "sent", mid, finishedAt: sql`now()` })
    .where(and(eq(sendAttempts.messageId, reply.id), eq(sendAttempts.attempt, reply.attempts)));
  await tellSent(tx, reply);
  await publishMessage(tx, reply);
  if (!reply.mid) await queueSeen(tx, conversation, "on_reply", reply.seq);
  await wakeOutbox(tx, reply.conversationId);
}

/** Instagram's own addresses of what a reply of ours carries, told with its echo when the answer came first. */
export async function adoptLinks(tx: Tx, known: Message, told: Attachment[]): Promise<void> {
  if (known.origin !== "antwort" || known.attachments.every(({ url, linkUrl }) => url ?? linkUrl)) return;
  const attachments = withLinks(known.attachments, told);
  if (attachments === known.attachments) return;
  await tx.update(messages).set({ attachments }).where(eq(messages.id, known.id));
  await publishMessage(tx, known);
}

/** Ours stays what it is, a file of ours above all; only where it lies with Instagram is new. */
function withLinks(ours: Attachment[], told: Attachment[]): Attachment[] {
  if (ours.length === 0 || ours.length !== told.length) return ours;
  return ours.map((attachment, index) => {
    const { url = null, linkUrl = null, mediaId = null } = told[index] ?? {};
    return { ...attachment, url, linkUrl, mediaId: mediaId ?? attachment.mediaId };
  });
}

/** What was done to the message while it stood in another row: one that was unsent says nothing here either. */
async function takeOver(tx: Tx, reply: Message, { reactions, deletedAt }: Message): Promise<Partial<Message>> {
  if (!deletedAt) return { reactions };
  await forgetMedia(tx, reply);
  return unsent(deletedAt);
}

/** Whatever waits behind a settled reply may go now. */
export function wakeOutbox(tx: Tx, conversationId: string, runInMs = 0): Promise<void> {
  return enqueue(tx, "deliver-replies", { conversationId }, { key: `deliver-replies:${conversationId}`, runInMs });
}

/** An echo that could not be recognised was stored as a row of its own: one message, so one row again. */
async function absorb(tx: Tx, conversation: Conversation, reply: Message, echo: Message): Promise<void> {
  const copies = await tx.delete(mediaCopies).where(eq(mediaCopies.messageId, echo.id)).returning();
  if (copies.length > 0) {
    await enqueue(tx, "forget-files", { stored: copies.map(({ storageKey }) => storageKey), cached: [] });
  }
  await tx.delete(messages).where(eq(messages.id, echo.id));
  if (conversation.lastMessageId === echo.id) {
    await tx.update(conversations).set({ lastMessageId: reply.id }).where(eq(conversations.id, conversation.id));
  }
  await publishMessage(tx, echo);
}

/**
 * An earlier reply that looks the same was taken for this one. It is not known again what became of it, and looked for; what
 * was done to the message was done to this one.
 */
async function mistook(tx: Tx, earlier: Message, reply: Message): Promise<void> {
  const failure: Failure = { reason: "no_answer", code: null, subcode: null, traceId: null };
  await tx
    .update(messages)
    .set({ mid: null, status: "unconfirmed", failure, reactions: [], ...saidAgain(earlier, reply) })
    .where(eq(messages.id, earlier.id));
  await tx
    .update(sendAttempts)
    .set({ outcome: "unknown", mid: null })
    .where(and(eq(sendAttempts.messageId, earlier.id), eq(sendAttempts.attempt, earlier.attempts)));
  await enqueue(tx, "confirm-reply", { messageId: earlier.id, attempt: earlier.attempts, look: 0 });
  await publishMessage(tx, earlier);
}

/** The words of one that was unsent are those of the other. Files that look the same may be different ones: it stays without. */
function saidAgain({ deletedAt }: Message, { text, attachments, outgoing }: Message): Partial<Message> {
  return deletedAt && attachments.length === 0 ? { deletedAt: null, text, outgoing } : {};
}

/** A message with the same words was taken for ours: it becomes what it is, from its echo or from where it was found. */
async function giveBack(tx: Tx, instagramAccountId: string, mid: string): Promise<void> {
  const [event] = await tx
    .update(webhookEvents)
    .set({ state: "pending", attempts: 0, settledAt: null })
    .where(
      and(
        eq(webhookEvents.key, `message:${mid}`),
        ne(webhookEvents.payload, ""),
        sql`${webhookEvents.igId} = (select ig_id from instagram_accounts where id = ${instagramAccountId})`,
      ),
    )
    .returning({ lane: webhookEvents.lane });
  if (!event) {
    const job = { lane: readLane(instagramAccountId), key: `recover-message:${instagramAccountId}:${mid}` };
    return enqueue(tx, "recover-message", { instagramAccountId, mid }, job);
  }
  await queueLanes(tx, [{ ...event, isLive: true }]);
}
