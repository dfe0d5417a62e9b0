import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { contacts, conversations } from "#db/schema/index.ts";
import { getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { refuseIfNotCallable } from "#lib/account-reads.ts";
import { AppError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { getContactProfile } from "#lib/instagram/profiles.ts";
import { publish } from "#lib/realtime/publish.ts";

/**
 * Asks Instagram who a customer is (facts 4.2), apart from the path of messages. What cannot be known stays unknown: a refusal
 * leaves the last good answer, and nobody gets an invented name. Errors that pass are thrown, for the queue to come back. Of an
 * account that must not be called nothing is asked; `queueStaleProfiles` comes back to it.
 */
export async function refreshContact(contactId: string): Promise<void> {
  const [contact] = await db.select().from(contacts).where(eq(contacts.id, contactId));
  if (!contact) return;
  let token: string | undefined;
  try {
    token = (await getAccountAccess(contact.instagramAccountId)).token;
    await refuseIfNotCallable(contact.instagramAccountId);
    const profile = await getContactProfile(token, contact.igsid);
    await store(contact, {
      username: profile.username ?? contact.username,
      name: profile.name ?? contact.name,
      pictureUrl: profile.pictureUrl,
      followerCount: profile.followerCount,
      isVerified: profile.isVerified,
      followsBusiness: profile.isUserFollowBusiness,
      followedByBusiness: profile.isBusinessFollowUser,
      profileError: null,
    });
  } catch (error) {
    if (error instanceof AppError && error.code !== "unavailable") return;
    if (!(error instanceof InstagramError)) throw error;
    await recordRefusal(db, contact.instagramAccountId, error, token);
    if (error.retryable || error.kind === "unknown") throw error;
    await store(contact, { profileError: error.key });
  }
}

type Contact = typeof contacts.$inferSelect;

async function store(contact: Contact, values: Partial<Contact>): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .update(contacts)
      .set({ ...values, profileFetchedAt: sql`now()` })
      .where(eq(contacts.id, contact.id));
    const threads = await tx
      .update(conversations)
      .set({ contactId: contact.id })
      .where(
        and(eq(conversations.instagramAccountId, contact.instagramAccountId), eq(conversations.contactId, contact.id)),
      )
      .returning({ id: conversations.id });
    await publish(
      tx,
      contact.workspaceId,
      threads.map(({ id }) => ({ conversationId: id })),
    );
  });
}
