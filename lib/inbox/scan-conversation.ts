import { and, eq, isNotNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversationScans, messages } from "#db/schema/index.ts";
import {
  type ConversationMessage,
  getConversationMessages,
  type ListedConversation,
  type Page,
} from "#lib/instagram/conversations.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { log } from "#lib/log.ts";
import { recordFoundEffects } from "./found-effects.ts";
import { recordFound } from "./found-message.ts";
import type { Reader } from "./reader.ts";

/** A message this young has its webhook still on the way; the next look takes it if that never comes. */
const GRACE_MS = 15_000;

/** A conversation that failed this often in a row is left alone until it changes. */
const MAX_SCAN_FAILURES = 5;

/**
 * Reads the newest twenty messages of one of Instagram's conversations and takes in what is missing. Answers the
 * refusal when this conversation alone could not be read, and keeps it; what concerns all of them is thrown.
 */
export async function scanConversation(reader: Reader, listed: ListedConversation): Promise<InstagramError | null> {
  try {
    const { answer, at } = await reader.read((token, options) =>
      getConversationMessages(token, listed.id, {}, options),
    );
    const youngest = new Date(at.getTime() - GRACE_MS);
    const contact = findContact(listed, answer.items, reader.account.igId);
    const grown = answer.items.filter(({ createdAt }) => createdAt <= youngest);
    const isLonger = hasOlder(answer) && !(await isContinued(reader, listed, answer.items));
    if (isLonger) await noteLonger(reader, listed);
    const isKept = contact !== null && (await recordFound(reader, contact, grown));
    if (isKept) await recordFoundEffects(reader, contact.igsid, { page: answer, through: youngest });
    await keepScan(reader, listed, {
      igsid: isKept ? contact.igsid : null,
      ...(isLonger ? { hasOlder: true } : {}),
      ...(listed.updatedAt && listed.updatedAt <= youngest ? { settledThrough: listed.updatedAt } : {}),
      error: null,
      failures: 0,
    });
    return null;
  } catch (error) {
    if (!(error instanceof InstagramError) || !isAboutConversation(error)) throw error;
    log.warn({ error, instagramAccountId: reader.account.id }, "conversation not read");
    await keepScan(reader, listed, { error: error.key, failures: sql`${conversationScans.failures} + 1` });
    return error;
  }
}

/** Instagram holds more of the conversation than it gives. */
function hasOlder({ after, items }: Page<ConversationMessage>): boolean {
  return after !== null || items.some(({ fromId }) => fromId === null);
}

/** It was read before, and the oldest message shown is here already: what lies before that was seen, or missed, back then. */
async function isContinued({ account }: Reader, { id }: ListedConversation, shown: ConversationMessage[]) {
  const oldest = shown.findLast(({ fromId }) => fromId !== null);
  if (!oldest) return false;
  const scans = await db.$count(
    conversationScans,
    and(
      eq(conversationScans.instagramAccountId, account.id),
      eq(conversationScans.instagramId, id),
      isNotNull(conversationScans.igsid),
    ),
  );
  const isHere = and(eq(messages.instagramAccountId, account.id), eq(messages.mid, oldest.id));
  return scans > 0 && (await db.$count(messages, isHere)) > 0;
}

/** Before anything is taken in: after a crash in between, what was missed would no longer show. */
async function noteLonger({ account }: Reader, { id }: ListedConversation): Promise<void> {
  await db
    .update(conversationScans)
    .set({ hasOlder: true })
    .where(and(eq(conversationScans.instagramAccountId, account.id), eq(conversationScans.instagramId, id)));
}

/** The customer's side; null for the account's notes to itself. */
function findContact({ participants }: ListedConversation, messages: ConversationMessage[], igId: string) {
  const named = participants.find(({ id }) => id !== igId);
  if (named) return { igsid: named.id, username: named.username };
  for (const { fromId, fromUsername, toId, toUsername } of messages) {
    if (fromId && fromId !== igId) return { igsid: fromId, username: fromUsername };
    if (fromId && toId && toId !== igId) return { igsid: toId, username: toUsername };
  }
  return null;
}

type Scan = Partial<Omit<typeof conversationScans.$inferInsert, "failures">> & {
  failures: number | ReturnType<typeof sql>;
};

async function keepScan({ account }: Reader, { id }: ListedConversation, { failures, ...values }: Scan): Promise<void> {
  const key = { instagramAccountId: account.id, instagramId: id };
  await db
    .insert(conversationScans)
    .values({ ...key, ...values, failures: values.error ? 1 : 0 })
    .onConflictDoUpdate({
      target: [conversationScans.instagramAccountId, conversationScans.instagramId],
      set: { ...values, failures, scannedAt: sql`now()` },
    });
}

/** Other conversations may well be readable. */
function isAboutConversation({ kind, key }: InstagramError): boolean {
  return (
    kind === "invalid" || kind === "gone" || (kind === "unknown" && key !== "timeout" && key !== "connection_lost")
  );
}

/** Conversations whose last reading failed, unless they failed too often or were read since `startedAt`. */
export function listFailedScans(instagramAccountId: string, startedAt: Date) {
  return db
    .select({ id: conversationScans.instagramId, igsid: conversationScans.igsid })
    .from(conversationScans)
    .where(
      and(
        eq(conversationScans.instagramAccountId, instagramAccountId),
        sql`${conversationScans.failures} between 1 and ${MAX_SCAN_FAILURES - 1}`,
        sql`${conversationScans.scannedAt} < ${startedAt.toISOString()}::timestamptz`,
      ),
    )
    .limit(10);
}
