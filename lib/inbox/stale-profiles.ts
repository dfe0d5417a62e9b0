import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts } from "#db/schema/index.ts";
import { isCallable } from "#lib/account-reads.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";

const STALE_DAYS = 7;
/** So many at a time, so that a busy morning does not use up what Instagram allows. */
const MAX_ASKED = 50;

/**
 * Has the profiles of customers looked up again who wrote within the day: those looked up a week ago, those that could not be
 * looked up then, and those that Instagram refused before they wrote, since writing is consent (facts 4.2).
 */
export async function queueStaleProfiles(): Promise<void> {
  const { profileFetchedAt, profileError } = contacts;
  const stale = await db
    .select({ id: contacts.id })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .where(
      and(
        isCallable,
        isNull(contacts.blockedAt),
        sql`${conversations.lastInboundAt} > now() - interval '1 day'`,
        sql`(${profileFetchedAt} < now() - make_interval(days => ${STALE_DAYS})
          or (${profileFetchedAt} is null and ${contacts.createdAt} < now() - interval '5 minutes')
          or (${profileError} is not null and ${profileFetchedAt} < least(${conversations.lastInboundAt}, now() - interval '10 minutes')))`,
      ),
    )
    .orderBy(desc(conversations.lastInboundAt))
    .limit(MAX_ASKED);
  await enqueueAll(
    db,
    stale.map(({ id }) => ({ name: "refresh-contact", payload: { contactId: id }, key: `refresh-contact:${id}` })),
  );
}
