import { and, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import {
  type sendAttempts as Attempts,
  conversations,
  type Failure,
  messages,
  sendAttempts,
} from "#db/schema/index.ts";
import { recordRefusal } from "#lib/account-access.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { log } from "#lib/log.ts";
import { applyWaitingEffects } from "./apply-effect.ts";
import { bringBack } from "./bring-back.ts";
import { linkReply, wakeOutbox } from "./link-reply.ts";
import { lockMid } from "./mids.ts";
import { fateOf } from "./status.ts";
import { tellFailed } from "./tell.ts";
import { type Conversation, lockConversation, type Message, publishMessage } from "./threads.ts";
import { refusalMoment } from "./window.ts";

/** When to look whether an unconfirmed reply arrived, counted from the attempt's end: two good looks lie a minute apart. */
const LOOKS_AFTER_MS = [10_000, 30_000, 95_000];

/** Instagram took it. The echo may have said so already; whoever is second changes nothing. */
export async function settleSent(igId: string, sent: Message, mid: string): Promise<void> {
  await transaction(async (tx) => {
    await lockMid(tx, igId, mid);
    const { conversation, reply } = await lockReply(tx, sent);
    if (!conversation || !reply) return;
    const isOfAnOlderAttempt = reply.attempts !== sent.attempts && reply.mid !== null;
    if (isOfAnOlderAttempt) return;
    await linkReply(tx, conversation, reply, mid);
    await applyWaitingEffects(tx, { id: reply.instagramAccountId, workspaceId: reply.workspaceId, igId }, mid);
  });
}

/** Instagram refused, was not reached, or what it did is not known. Never sends again what may have arrived. */
export async function settleError(sent: Message, error: unknown, token: string): Promise<void> {
  if (!(error instanceof InstagramError)) log.error({ error, messageId: sent.id }, "send ended unexpectedly");
  const fate = fateOf(error, { attempt: sent.attempts, isTagged: sent.tag !== null });
  await transaction(async (tx) => {
    const { conversation, reply } = await lockReply(tx, sent);
    if (fate.isAccountWide && error instanceof InstagramError) {
      await recordRefusal(tx, sent.instagramAccountId, error, token);
    }
    if (!isStillSending(reply, sent.attempts)) return;
    await finishAttempt(tx, reply, fate.outcome, error);
    const failure = fate.status === "queued" && !fate.isAccountWide ? null : failureOf(error, fate.reason);
    await tx.update(messages).set({ status: fate.status, failure }).where(eq(messages.id, reply.id));
    if (conversation && fate.reason === "window_closed") await closeWindow(tx, conversation, sent.tag !== null);
    if (fate.status === "failed" && failure) await tellFailed(tx, reply, failure);
    if (fate.status === "failed") await bringBack(tx, reply);
    await publishMessage(tx, reply);
    if (fate.status === "unconfirmed") await lookLater(tx, reply, 0);
    await wakeOutbox(tx, reply.conversationId);
  });
}

/** Instagram counts otherwise than we do: until the customer writes again nobody writes in vain. */
async function closeWindow(tx: Tx, { id, lastInboundAt }: Conversation, isTagged: boolean): Promise<void> {
  const [{ now } = { now: new Date() }] = await tx
    .select({ now: sql<Date>`now()`.mapWith(conversations.createdAt) })
    .from(conversations)
    .where(eq(conversations.id, id));
  await tx
    .update(conversations)
    .set({ windowRefusedAt: refusalMoment(lastInboundAt, now, isTagged) })
    .where(eq(conversations.id, id));
}

/** Runs after the deadline of every attempt: one that is still under way has lost its worker, and its outcome is unknown. */
export async function settleStaleReply(messageId: string, attempt: number): Promise<void> {
  await transaction(async (tx) => {
    const { reply } = await lockReply(tx, { id: messageId });
    if (!isStillSending(reply, attempt)) return;
    await finishAttempt(tx, reply, "unknown", null);
    const failure: Failure = { reason: "no_answer", code: null, subcode: null, traceId: null };
    await tx.update(messages).set({ status: "unconfirmed", failure }).where(eq(messages.id, messageId));
    await publishMessage(tx, reply);
    await lookLater(tx, reply, 0);
    await wakeOutbox(tx, reply.conversationId);
  });
}

/** The next look into the conversation, if there is one left. */
export async function lookLater(tx: Tx, reply: Pick<Message, "id" | "attempts">, look: number): Promise<boolean> {
  const delayMs = LOOKS_AFTER_MS[look];
  if (delayMs === undefined) return false;
  const sinceLastLookMs = delayMs - (LOOKS_AFTER_MS[look - 1] ?? 0);
  await enqueue(
    tx,
    "confirm-reply",
    { messageId: reply.id, attempt: reply.attempts, look },
    { runInMs: sinceLastLookMs },
  );
  return true;
}

/** The conversation first, as everywhere, then the row as it is now. */
export async function lockReply(tx: Tx, { id }: Pick<Message, "id">) {
  const [found] = await tx
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(eq(messages.id, id));
  const conversation = found && (await lockConversation(tx, found.conversationId));
  const [reply] = await tx.select().from(messages).where(eq(messages.id, id));
  return { conversation, reply };
}

function isStillSending(reply: Message | undefined, attempt: number): reply is Message {
  return reply?.status === "sending" && reply.attempts === attempt;
}

type AttemptOutcome = NonNullable<(typeof Attempts.$inferSelect)["outcome"]>;

async function finishAttempt(tx: Tx, reply: Message, outcome: AttemptOutcome, error: unknown): Promise<void> {
  const { httpStatus, code, subcode, traceId } = error instanceof InstagramError ? error : NO_ANSWER;
  await tx
    .update(sendAttempts)
    .set({ outcome, httpStatus, code, subcode, traceId, finishedAt: sql`now()` })
    .where(and(eq(sendAttempts.messageId, reply.id), eq(sendAttempts.attempt, reply.attempts)));
}

const NO_ANSWER = { httpStatus: null, code: null, subcode: null, traceId: null };

function failureOf(error: unknown, reason: string): Failure {
  const { code, subcode, traceId } = error instanceof InstagramError ? error : NO_ANSWER;
  return { reason, code, subcode, traceId };
}
