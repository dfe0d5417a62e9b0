import { and, asc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { type Reach, withinReach } from "#lib/reach.ts";

export type ContactRow = Awaited<ReturnType<typeof listContactRows>>[number];
export type ContactFilter = { accountId?: string; search?: string; id?: string };

/** A workspace's customers by name, for programs. */
export async function listContactRows(
  owner: Reach,
  filter: ContactFilter,
  { limit, skip }: { limit: number; skip: number },
) {
  return db
    .select({
      id: contacts.id,
      accountId: contacts.instagramAccountId,
      igsid: contacts.igsid,
      username: contacts.username,
      name: contacts.name,
      pictureUrl: contacts.pictureUrl,
      createdAt: contacts.createdAt,
      conversationId: conversations.id,
      lastInboundAt: conversations.lastInboundAt,
      lastMessageAt: conversations.lastMessageAt,
    })
    .from(contacts)
    .leftJoin(conversations, eq(conversations.contactId, contacts.id))
    .where(matching(owner, filter))
    .orderBy(sql`coalesce(${contacts.name}, ${contacts.username}, ${contacts.igsid})`, asc(contacts.id))
    .limit(limit)
    .offset(skip);
}

export function countContacts(owner: Reach, filter: ContactFilter): Promise<number> {
  return db.$count(contacts, matching(owner, filter));
}

export async function getContactRow(owner: Reach, id: string): Promise<ContactRow> {
  const [found] = await listContactRows(owner, { id }, { limit: 1, skip: 0 });
  if (!found) throw new NotFoundError("The contact");
  return found;
}

function matching(owner: Reach, { accountId, search, id }: ContactFilter): SQL | undefined {
  const pattern = search && `%${search.replace(/^@/, "").replace(/[\\%_]/g, "\\$&")}%`;
  return and(
    eq(contacts.workspaceId, owner.workspaceId),
    withinReach(owner, contacts.instagramAccountId),
    accountId ? eq(contacts.instagramAccountId, accountId) : undefined,
    id ? eq(contacts.id, id) : undefined,
    pattern ? or(ilike(contacts.username, pattern), ilike(contacts.name, pattern)) : undefined,
  );
}
