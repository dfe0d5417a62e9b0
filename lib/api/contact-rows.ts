import { and, asc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { type Reach, withinReach } from "#lib/reach.ts";

export type ContactRow = Awaited<ReturnType<typeof listContactRows>>[number];
export type ContactFilter = { accountId?: string; search?: string; id?: string; tags?: string[]; igsids?: string[] };

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
      notes: contacts.notes,
      fields: contacts.fields,
      blockedAt: contacts.blockedAt,
      tags: sql<string[]>`(
        select coalesce(json_agg(l.name order by lower(l.name)), '[]')
        from conversation_labels cl join labels l on l.id = cl.label_id where cl.conversation_id = ${conversations.id})`,
      messages: sql<{ sent: number; received: number; lastSentAt: string | null }>`(
        select json_build_object('sent', count(*) filter (where m.status = 'sent'),
          'received', count(*) filter (where m.direction = 'inbound'),
          'lastSentAt', max(m.occurred_at) filter (where m.status = 'sent'))
        from messages m where m.conversation_id = ${conversations.id})`,
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

function matching(owner: Reach, { accountId, search, id, tags, igsids }: ContactFilter): SQL | undefined {
  const pattern = search && `%${search.replace(/^@/, "").replace(/[\\%_]/g, "\\$&")}%`;
  return and(
    eq(contacts.workspaceId, owner.workspaceId),
    withinReach(owner, contacts.instagramAccountId),
    accountId ? eq(contacts.instagramAccountId, accountId) : undefined,
    id ? eq(contacts.id, id) : undefined,
    igsids ? inArray(contacts.igsid, igsids) : undefined,
    tags ? isTagged(tags) : undefined,
    pattern ? or(ilike(contacts.username, pattern), ilike(contacts.name, pattern)) : undefined,
  );
}

/** With any of them, whatever their case. */
function isTagged(tags: string[]): SQL {
  const names = tags.map((tag) => tag.toLowerCase());
  return sql`exists (
    select 1 from conversations c join conversation_labels cl on cl.conversation_id = c.id join labels l on l.id = cl.label_id
    where c.contact_id = ${contacts.id}
      and lower(l.name) in (select value from json_array_elements_text(${JSON.stringify(names)}::json)))`;
}
