import { eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { type ConversationEventKind, contacts } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import type { Reach } from "#lib/reach.ts";
import { recordTimeline } from "#lib/timeline.ts";
import { type Contact, lockContact, touchConversation } from "./lock-contact.ts";

/** A member, or a program with an API key. */
type Owner = Member | (Reach & { apiKeyId: string });
type Named = { contactId: string };

/** Their messages are kept and shown, but call nobody: no notification, no unread mark among the others. */
export async function muteContact(owner: Owner, { contactId }: Named): Promise<void> {
  await change(owner, contactId, ({ mutedAt }) => mutedAt === null, { mutedAt: sql`now()` }, "muted");
}

export async function unmuteContact(owner: Owner, { contactId }: Named): Promise<void> {
  await change(owner, contactId, ({ mutedAt }) => mutedAt !== null, { mutedAt: null }, "unmuted");
}

/** Their messages are kept, but the conversation is done and stays so, and nobody may write to them until they are unblocked. */
export async function blockContact(owner: Owner, { contactId }: Named): Promise<void> {
  await change(owner, contactId, ({ blockedAt }) => blockedAt === null, { blockedAt: sql`now()` }, "blocked");
}

/** The conversation stays done until somebody opens it or the customer writes. */
export async function unblockContact(owner: Owner, { contactId }: Named): Promise<void> {
  await change(owner, contactId, ({ blockedAt }) => blockedAt !== null, { blockedAt: null }, "unblocked");
}

type Kind = Extract<ConversationEventKind, "muted" | "unmuted" | "blocked" | "unblocked">;
type Values = Partial<Record<"mutedAt" | "blockedAt", ReturnType<typeof sql> | null>>;

/** Nothing where it is so already. */
async function change(
  owner: Owner,
  contactId: string,
  isDue: (contact: Contact) => boolean,
  values: Values,
  kind: Kind,
): Promise<void> {
  await transaction(async (tx: Tx) => {
    const contact = await lockContact(tx, owner, contactId);
    if (!isDue(contact)) return;
    await tx.update(contacts).set(values).where(eq(contacts.id, contactId));
    const done = kind === "blocked" ? { closedAt: sql`coalesce(closed_at, now())`, snoozedUntil: null } : {};
    const conversation = await touchConversation(tx, contact, done as object);
    if (conversation) await recordTimeline(tx, conversation, actorOf(owner), kind);
  });
}

function actorOf(owner: Owner) {
  return "apiKeyId" in owner ? { apiKeyId: owner.apiKeyId } : { memberId: owner.id };
}
