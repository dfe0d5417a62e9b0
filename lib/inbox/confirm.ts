import { and, eq, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { contacts, type Failure, instagramAccounts, messages, sendAttempts } from "#db/schema/index.ts";
import { getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { awaitTurn } from "#lib/account-reads.ts";
import { AppError } from "#lib/errors.ts";
import { getConversationMessages, listConversations } from "#lib/instagram/conversations.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { log } from "#lib/log.ts";
import { applyWaitingEffects } from "./apply-effect.ts";
import { bringBack } from "./bring-back.ts";
import { linkReply, wakeOutbox } from "./link-reply.ts";
import { isToldBack } from "./match-reply.ts";
import { lockMid } from "./mids.ts";
import { lockReply, lookLater } from "./settle.ts";
import { findByMid, type Message, publishMessage } from "./threads.ts";

/** A look that Instagram did not allow is taken later, for as long as the chat may still show the reply among its newest. */
const LOOK_AGAIN_AFTER_MS = 60_000;
const LOOK_FOR_HOURS = 24;

/**
 * Looks into Instagram's conversation for a reply whose outcome is not known (reliability 3.3). Found: it is sent. Not found
 * by two good looks a minute apart: it is not in the chat, and a person decides. It is never sent again from here.
 */
export async function confirmReply(messageId: string, attempt: number, look: number): Promise<void> {
  const [reply] = await db.select().from(messages).where(eq(messages.id, messageId));
  if (reply?.status !== "unconfirmed" || reply.attempts !== attempt) return;

  const mids = await findCandidates(reply);
  if (mids === "later" || mids === "stopped") return lookAgain(reply, look, mids);
  for (const mid of mids) if (await linkIfFree(reply, mid)) return;
  await transaction(async (tx) => {
    if (await lookLater(tx, reply, look + 1)) return;
    await concludeLooks(tx, reply, "not_found_in_conversation");
  });
}

/** One that nobody could look for in all that time is not being looked for any longer: a person decides. */
async function lookAgain(reply: Message, look: number, when: "later" | "stopped"): Promise<void> {
  const { id: messageId, attempts } = reply;
  const [attempt] = await db
    .select({
      leftMs: sql<number>`
        extract(epoch from ${sendAttempts.startedAt} + make_interval(hours => ${LOOK_FOR_HOURS}) - now())::float8 * 1000`,
    })
    .from(sendAttempts)
    .where(and(eq(sendAttempts.messageId, messageId), eq(sendAttempts.attempt, attempts)));
  if (!attempt) return;
  if (attempt.leftMs <= 0) return transaction((tx) => concludeLooks(tx, reply, "conversation_unreadable"));
  const runInMs = when === "later" ? Math.min(LOOK_AGAIN_AFTER_MS, attempt.leftMs) : attempt.leftMs;
  await enqueue(db, "confirm-reply", { messageId, attempt: attempts, look }, { runInMs });
}

/**
 * Mids in Instagram's conversation that say what the reply says, oldest first. `later`: it could not be read just now.
 * `stopped`: not until somebody mends the account, which begins the looks anew.
 */
async function findCandidates(reply: Message): Promise<string[] | "later" | "stopped"> {
  const [contact] = await db
    .select({ igsid: contacts.igsid, startedAt: sql<Date>`max(${sendAttempts.startedAt})`.mapWith(messages.createdAt) })
    .from(messages)
    .innerJoin(
      contacts,
      sql`${contacts.id} = (select contact_id from conversations where id = ${messages.conversationId})`,
    )
    .innerJoin(sendAttempts, eq(sendAttempts.messageId, messages.id))
    .where(eq(messages.id, reply.id))
    .groupBy(contacts.igsid);
  if (!contact) return "stopped";

  let token: string | undefined;
  try {
    const access = await getAccountAccess(reply.instagramAccountId);
    ({ token } = access);
    await awaitTurn(access.id);
    const { items } = await listConversations(token, { userId: contact.igsid });
    const [conversation] = items;
    if (!conversation) return [];
    await awaitTurn(access.id);
    const page = await getConversationMessages(token, conversation.id);
    return page.items
      .filter(
        (item) =>
          item.fromId === access.igId && isToldBack(reply, contact.startedAt, { ...item, occurredAt: item.createdAt }),
      )
      .map((item) => item.id)
      .reverse();
  } catch (error) {
    if (error instanceof AppError) return error.code === "unavailable" ? "later" : "stopped";
    if (!(error instanceof InstagramError)) throw error;
    const effect = await recordRefusal(db, reply.instagramAccountId, error, token);
    log.warn({ error, messageId: reply.id }, "conversation not read");
    return effect === "problem" ? "stopped" : "later";
  }
}

/** False when the mid belongs to another message: identical texts are matched one to one. */
async function linkIfFree(candidate: Message, mid: string): Promise<boolean> {
  return transaction(async (tx) => {
    const [account] = await tx
      .select({
        id: instagramAccounts.id,
        workspaceId: instagramAccounts.workspaceId,
        igId: instagramAccounts.igId,
      })
      .from(instagramAccounts)
      .where(eq(instagramAccounts.id, candidate.instagramAccountId));
    if (!account) return true;
    await lockMid(tx, account.igId, mid);
    const { conversation, reply } = await lockReply(tx, candidate);
    if (!conversation || !reply || reply.mid) return true;
    const owner = await findByMid(tx, reply.instagramAccountId, mid);
    if (owner) return false;
    await linkReply(tx, conversation, reply, mid);
    await applyWaitingEffects(tx, account, mid);
    return true;
  });
}

/** After the last look a person decides; those waiting behind need not wait any longer. */
async function concludeLooks(
  tx: Tx,
  candidate: Message,
  reason: "not_found_in_conversation" | "conversation_unreadable",
): Promise<void> {
  const { reply } = await lockReply(tx, candidate);
  if (reply?.status !== "unconfirmed" || reply.attempts !== candidate.attempts) return;
  if (reply.failure?.reason === reason) return;
  const failure: Failure = { ...(reply.failure ?? NOTHING_KNOWN), reason };
  await tx.update(messages).set({ failure }).where(eq(messages.id, reply.id));
  await bringBack(tx, reply);
  await publishMessage(tx, reply);
  await wakeOutbox(tx, reply.conversationId);
}

const NOTHING_KNOWN = { code: null, subcode: null, traceId: null };
