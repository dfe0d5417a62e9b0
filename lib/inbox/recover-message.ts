import { and, eq } from "drizzle-orm";
import { db, type Tx } from "#db/client.ts";
import { contacts, conversationScans, conversations } from "#db/schema/index.ts";
import { readLane } from "#lib/account-reads.ts";
import { forgetUnsent } from "#lib/forget-events.ts";
import { getMessage, listConversations } from "#lib/instagram/conversations.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import type { StrayEditEvent } from "#lib/instagram/webhook.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { changeMessage } from "./apply-effect.ts";
import { type Account, APPLIED, type Outcome } from "./apply-event.ts";
import { reworded } from "./effects.ts";
import { recordFound } from "./found-message.ts";
import { isSameText } from "./match-reply.ts";
import { lockMid } from "./mids.ts";
import { openReader, type Reader } from "./reader.ts";
import { scanConversation } from "./scan-conversation.ts";
import { findByMid } from "./threads.ts";

/** Thrown while the account cannot be read: the queue comes back with growing pauses. */
class AccountNotReadableError extends Error {
  constructor() {
    super("The account's conversations cannot be read now.");
    this.name = "AccountNotReadableError";
  }
}

/**
 * An edit without words or number, seen in place of the event of a new message (facts 2.6): the message itself is fetched. If it
 * is here and the event has other words, somebody counts edits from zero.
 */
export async function applyStrayEdit(
  tx: Tx,
  account: Account,
  { mid, text, occurredAt }: StrayEditEvent,
): Promise<Outcome> {
  await lockMid(tx, account.igId, mid);
  const message = await findByMid(tx, account.id, mid);
  if (!message) return fetchMessage(tx, account, mid);
  if (message.deletedAt) await forgetUnsent(tx, message);

  const isSame = text === null || message.text === null || isSameText(message.text, text);
  const values = isSame ? null : reworded(message, { text, at: occurredAt });
  if (!values) return { state: "ignored", reason: "stray_edit" };
  await changeMessage(tx, message, values);
  return APPLIED;
}

async function fetchMessage(tx: Tx, account: Account, mid: string): Promise<Outcome> {
  const job = { lane: readLane(account.id), key: `recover-message:${account.id}:${mid}` };
  await enqueue(tx, "recover-message", { instagramAccountId: account.id, mid }, job);
  return APPLIED;
}

/** Reads one message that is known by its id alone and takes it in. One that Instagram no longer has is let go. */
export async function recoverMessage(instagramAccountId: string, mid: string): Promise<void> {
  const reader = await requireReader(instagramAccountId);
  const found = await findMessage(reader, mid);
  if (!found) return;
  const { igId } = reader.account;
  const contact =
    found.fromId === igId
      ? { igsid: found.toId, username: found.toUsername }
      : { igsid: found.fromId, username: found.fromUsername };
  if (contact.igsid) await recordFound(reader, { ...contact, igsid: contact.igsid }, [found]);
}

async function findMessage(reader: Reader, mid: string) {
  try {
    return (await reader.read((token, options) => getMessage(token, mid, options))).answer;
  } catch (error) {
    if (error instanceof InstagramError && (error.kind === "gone" || error.kind === "invalid")) return null;
    throw error;
  }
}

/** What was said before a conversation came to us: an old customer's thread is not new to its reader. */
export async function backfillConversation(conversationId: string): Promise<void> {
  const [contact] = await db
    .select({ instagramAccountId: contacts.instagramAccountId, igsid: contacts.igsid })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(eq(conversations.id, conversationId));
  if (!contact || (await isScanned(contact.instagramAccountId, contact.igsid))) return;

  const reader = await requireReader(contact.instagramAccountId);
  const { igsid: userId } = contact;
  const { answer } = await reader.read((token, options) => listConversations(token, { userId }, options));
  const [listed] = answer.items;
  if (!listed) return;
  const refusal = await scanConversation(reader, listed);
  if (refusal) throw refusal;
}

async function isScanned(instagramAccountId: string, igsid: string): Promise<boolean> {
  const scans = await db.$count(
    conversationScans,
    and(eq(conversationScans.instagramAccountId, instagramAccountId), eq(conversationScans.igsid, igsid)),
  );
  return scans > 0;
}

async function requireReader(instagramAccountId: string): Promise<Reader> {
  const reader = await openReader(instagramAccountId);
  if (!reader) throw new AccountNotReadableError();
  return reader;
}
