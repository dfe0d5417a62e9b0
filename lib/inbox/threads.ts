import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts, conversations, messages } from "#db/schema/index.ts";
import { readLane } from "#lib/account-reads.ts";
import { findErasedAt } from "#lib/erased-contacts.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { publish } from "#lib/realtime/publish.ts";
import type { Account } from "./apply-event.ts";

export type Conversation = typeof conversations.$inferSelect;
export type Message = typeof messages.$inferSelect;

/**
 * The conversation with this customer, made if need be, locked until the transaction ends. One that is new to us may be an old
 * one at Instagram: what was said before is fetched, unless that is where it was found. Null for what a person wrote before
 * they were erased.
 */
export async function openConversation(
  tx: Tx,
  account: Account,
  igsid: string,
  at: Date,
  { isFound = false } = {},
): Promise<Conversation | null> {
  const known = await findLocked(tx, account, igsid);
  if (known) return known.erasedBefore && at <= known.erasedBefore ? null : known.conversation;

  const erasedBefore = await findErasedAt(tx, { ...account, igsid });
  if (erasedBefore && at <= erasedBefore) return null;
  const owner = { workspaceId: account.workspaceId, instagramAccountId: account.id };
  const [contact] = await tx
    .insert(contacts)
    .values({ ...owner, igsid, erasedBefore })
    .onConflictDoUpdate({ target: [contacts.instagramAccountId, contacts.igsid], set: { igsid } })
    .returning({ id: contacts.id });
  if (!contact) throw new Error("The contact was neither inserted nor found.");
  await tx
    .insert(conversations)
    .values({ ...owner, contactId: contact.id, lastMessageAt: at })
    .onConflictDoNothing();
  await enqueue(tx, "refresh-contact", { contactId: contact.id }, { key: `refresh-contact:${contact.id}` });

  const made = await findLocked(tx, account, igsid);
  if (!made) throw new Error("The conversation was neither inserted nor found.");
  if (!isFound) await queueBackfill(tx, made.conversation);
  return made.conversation;
}

function queueBackfill(tx: Tx, { id, instagramAccountId }: Conversation): Promise<void> {
  const lane = readLane(instagramAccountId);
  return enqueue(tx, "backfill-conversation", { conversationId: id }, { lane, key: `backfill-conversation:${id}` });
}

async function findLocked(tx: Tx, account: Account, igsid: string) {
  const [row] = await tx
    .select({ conversation: conversations, erasedBefore: contacts.erasedBefore })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(
      and(
        eq(conversations.instagramAccountId, account.id),
        eq(contacts.instagramAccountId, account.id),
        eq(contacts.igsid, igsid),
      ),
    )
    .for("update", { of: conversations });
  return row;
}

export async function lockConversation(tx: Tx, id: string): Promise<Conversation | undefined> {
  const [conversation] = await tx.select().from(conversations).where(eq(conversations.id, id)).for("update");
  return conversation;
}

export async function findByMid(tx: Tx, accountId: string, mid: string): Promise<Message | undefined> {
  const [message] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.instagramAccountId, accountId), eq(messages.mid, mid)));
  return message;
}

export function publishMessage(tx: Tx, message: Pick<Message, "id" | "workspaceId" | "conversationId">): Promise<void> {
  return publish(tx, message.workspaceId, { conversationId: message.conversationId, messageId: message.id });
}
