import { setTimeout } from "node:timers/promises";
import { and, asc, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, messages, sendAttempts } from "#db/schema/index.ts";
import { type AccountAccess, getAccountAccess } from "#lib/account-access.ts";
import { takeSendTurn } from "#lib/account-sends.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { linkFiles } from "#lib/files/outgoing-files.ts";
import { DEFAULT_TIMEOUT_MS } from "#lib/instagram/graph.ts";
import { sendMessage } from "#lib/instagram/messages.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { bringBack } from "./bring-back.ts";
import { wakeOutbox } from "./link-reply.ts";
import { settleError, settleSent } from "./settle.ts";
import { MAX_RETRY_MS } from "./status.ts";
import { tellFailed } from "./tell.ts";
import { type Conversation, lockConversation, type Message, publishMessage } from "./threads.ts";
import { replyWindow } from "./window.ts";

/** Instagram fetches a file before it answers, and takes up to 75 s for a video (facts 3). */
const FILE_DEADLINE_MS = 80_000;
/** This much longer than the deadline of the call, whoever is still `sending` has died on the way. */
const SETTLE_GRACE_MS = 10_000;
/** An unconfirmed reply holds back those behind it this long; then they go. */
const HOLD_BEHIND_UNCONFIRMED_MS = 120_000;

/** `waitMs`: until its turn among all that the account sends. */
type Claimed = { message: Message; igsid: string; waitMs: number };

/**
 * Delivers what is queued in a conversation, one after another in the order it was written. Any number of these may run at
 * once: the row's state, changed under the conversation's lock, decides who sends.
 */
export async function deliverReplies(conversationId: string): Promise<void> {
  for (;;) {
    const access = await accessOf(conversationId);
    const claimed = await transaction((tx) => claimNext(tx, conversationId, access));
    if (!claimed || !access) return;
    if (claimed.waitMs > 0) await setTimeout(claimed.waitMs);
    await deliver(claimed, access);
  }
}

/** Null while the account cannot be called: replies wait until it is connected again. */
async function accessOf(conversationId: string): Promise<AccountAccess | null> {
  const { id, instagramAccountId } = conversations;
  try {
    return await getAccountAccess(
      sql`(select ${instagramAccountId} from ${conversations} where ${id} = ${conversationId})`,
    );
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The oldest queued reply, marked `sending` with its attempt on record before any byte leaves; null when nothing may go now. */
async function claimNext(tx: Tx, conversationId: string, access: AccountAccess | null): Promise<Claimed | null> {
  const conversation = await lockConversation(tx, conversationId);
  if (!conversation) return null;
  const found = await readNext(tx, conversation);
  if (!found || found.isSending) return null;
  const { message: next, ...facts } = found;
  if (facts.disconnectedAt) return refuse(tx, next, "account_disconnected");
  if (!isOpen(conversation, facts.now, next)) return refuse(tx, next, "window_closed");
  if (facts.isOrphan && next.sentByApiKey) return refuse(tx, next, "earlier_part_failed");
  if (!access || facts.problem) return null;
  const waits = [facts.heldMs, facts.backOffMs, facts.undoMs, facts.pausedMs];
  const waitMs = Math.max(0, ...waits.map((ms) => Number(ms ?? 0) || 0));
  const turn = waitMs > 0 ? { isTaken: false, waitMs } : await takeSendTurn(tx, access.id, budgetOf(next));
  if (!turn.isTaken) {
    await wakeOutbox(tx, conversationId, turn.waitMs);
    return null;
  }
  return { message: await begin(tx, next), igsid: facts.igsid, waitMs: turn.waitMs };
}

/** The oldest queued reply of a conversation that is locked, and all that decides whether it may go: one question, not six. */
async function readNext(tx: Tx, { id: conversationId, instagramAccountId, contactId }: Conversation) {
  const { seq, attempts, actId, sendAfter, createdAt } = messages;
  const [next] = await tx
    .select({
      message: messages,
      isSending: sql<boolean>`exists (
        select 1 from messages m where m.conversation_id = ${conversationId} and m.status = 'sending')`,
      now: sql<Date>`now()`.mapWith(createdAt),
      pausedMs: sql<number>`extract(epoch from ${instagramAccounts.pausedUntil} - now()) * 1000`.mapWith(Number),
      disconnectedAt: instagramAccounts.disconnectedAt,
      problem: instagramAccounts.problem,
      igsid: contacts.igsid,
      heldMs: sql<number | null>`(
        select ${HOLD_BEHIND_UNCONFIRMED_MS} - extract(epoch from now() - max(a.started_at)) * 1000
        from send_attempts a join messages m on m.id = a.message_id
        where m.conversation_id = ${conversationId} and m.status = 'unconfirmed' and m.seq < ${seq}
          and m.failure->>'reason' is distinct from 'not_found_in_conversation')`,
      backOffMs: sql<number | null>`(
        select least(${MAX_RETRY_MS}, 1000 * power(2, ${attempts} - 1)) - extract(epoch from now() - a.finished_at) * 1000
        from send_attempts a where a.message_id = ${messages.id} and a.attempt = ${attempts} and a.outcome = 'not_sent')`,
      undoMs: sql<number | null>`extract(epoch from ${sendAfter} - now()) * 1000`,
      isOrphan: sql<boolean>`exists (
        select 1 from messages m where m.conversation_id = ${conversationId} and m.act_id = ${actId}
          and m.seq < ${seq} and m.status = 'failed')`,
    })
    .from(messages)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, instagramAccountId))
    .innerJoin(contacts, eq(contacts.id, contactId))
    .where(and(eq(messages.conversationId, conversationId), eq(messages.status, "queued")))
    .orderBy(asc(seq))
    .limit(1);
  return next;
}

function budgetOf({ outgoing }: Message): "text" | "media" {
  return outgoing?.type === "audio" || outgoing?.type === "video" ? "media" : "text";
}

function isOpen({ lastInboundAt, windowRefusedAt }: Conversation, now: Date, { tag }: Message): boolean {
  const isTagged = env().HUMAN_AGENT === "on" && tag === "HUMAN_AGENT";
  const { state } = replyWindow(lastInboundAt, now, isTagged, windowRefusedAt);
  return state === "open" || state === "closing" || state === "human_agent";
}

/** Refused before any call. The next one in the outbox has its own turn. */
async function refuse(tx: Tx, message: Message, reason: string): Promise<null> {
  const failure = { reason, code: null, subcode: null, traceId: null };
  await tx.update(messages).set({ status: "failed", failure }).where(eq(messages.id, message.id));
  await tellFailed(tx, message, failure);
  await bringBack(tx, message);
  await publishMessage(tx, message);
  await wakeOutbox(tx, message.conversationId);
  return null;
}

async function begin(tx: Tx, message: Message): Promise<Message> {
  const attempt = message.attempts + 1;
  await Promise.all([
    tx.update(messages).set({ status: "sending", attempts: attempt, failure: null }).where(eq(messages.id, message.id)),
    tx.insert(sendAttempts).values({ messageId: message.id, attempt }),
    enqueue(tx, "settle-reply", { messageId: message.id, attempt }, { runInMs: deadlineOf(message) + SETTLE_GRACE_MS }),
    publishMessage(tx, message),
  ]);
  return { ...message, status: "sending", attempts: attempt };
}

function deadlineOf({ outgoing }: Message): number {
  return outgoing && FETCHED.has(outgoing.type) ? FILE_DEADLINE_MS : DEFAULT_TIMEOUT_MS;
}

const FETCHED = new Set(["image", "images", "video", "audio", "file"]);

async function deliver({ message, igsid }: Claimed, access: AccountAccess): Promise<void> {
  try {
    const outgoing = message.outgoing ?? { type: "text", text: message.text ?? "" };
    const { mid } = await sendMessage(
      access.token,
      access.igId,
      {
        recipientId: igsid,
        message: await linkFiles(outgoing),
        tag: message.tag,
        replyToMid: message.replyToMid,
      },
      { timeoutMs: deadlineOf(message) },
    );
    await settleSent(access.igId, message, mid);
  } catch (error) {
    await settleError(message, error, access.token);
  }
}
