import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts, conversations } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";

export type Contact = typeof contacts.$inferSelect;

/** Locked until the transaction ends. One of another workspace, or of an account out of reach, is not found. */
export async function lockContact(tx: Tx, owner: Reach, contactId: string): Promise<Contact> {
  const [contact] = await tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.id, contactId),
        eq(contacts.workspaceId, owner.workspaceId),
        withinReach(owner, contacts.instagramAccountId),
      ),
    )
    .for("update");
  if (!contact) throw new NotFoundError("The customer");
  return contact;
}

/** Raises the version of the customer's conversation, which shows them, and tells browsers; answers the conversation, if any. */
export async function touchConversation(
  tx: Tx,
  contact: Contact,
  values: Partial<typeof conversations.$inferInsert> = {},
) {
  const [conversation] = await tx
    .update(conversations)
    .set({ ...values, contactId: sql`${conversations.contactId}` })
    .where(
      and(eq(conversations.instagramAccountId, contact.instagramAccountId), eq(conversations.contactId, contact.id)),
    )
    .returning();
  if (conversation) await publish(tx, contact.workspaceId, { conversationId: conversation.id });
  return conversation;
}
