import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import {
  apiReads,
  contacts,
  conversationReads,
  conversations,
  instagramAccounts,
  members,
  messages,
} from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import type { Position } from "./cursor.ts";

const MAX_UNREAD_COUNT = 100;

export type ConversationRow = Awaited<ReturnType<typeof listConversationRows>>[number];
export type ConversationFilter = {
  accountId?: string;
  status?: "active" | "archived";
  search?: string;
  sortOrder?: "asc" | "desc";
  after?: Position;
  ids?: string[];
  igsid?: string;
  username?: string;
};

/** The conversations within a program's reach, by their newest message. */
export async function listConversationRows(owner: Reach, filter: ConversationFilter, limit: number) {
  const isAscending = filter.sortOrder === "asc";
  return db
    .select({
      id: conversations.id,
      accountId: conversations.instagramAccountId,
      accountUsername: instagramAccounts.username,
      accountProblem: instagramAccounts.problem,
      accountProblemDetail: instagramAccounts.problemDetail,
      contact: {
        id: contacts.id,
        igsid: contacts.igsid,
        username: contacts.username,
        name: contacts.name,
        pictureUrl: contacts.pictureUrl,
        followerCount: contacts.followerCount,
        isVerified: contacts.isVerified,
        followsBusiness: contacts.followsBusiness,
        followedByBusiness: contacts.followedByBusiness,
        profileFetchedAt: contacts.profileFetchedAt,
      },
      lastText: sql<string | null>`case when ${messages.deletedAt} is null then left(${messages.text}, 500) end`,
      lastMessageAt: conversations.lastMessageAt,
      closedAt: conversations.closedAt,
      unreadCount: unreadCount.mapWith(Number),
      referral: sql<{ at: string; content: Record<string, string | null> } | null>`(
        select jsonb_build_object('at', m.occurred_at, 'content', m.referral) from messages m
        where m.conversation_id = ${conversations.id} and m.referral is not null
        order by m.occurred_at, m.seq limit 1)`,
    })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .leftJoin(messages, eq(messages.id, conversations.lastMessageId))
    .leftJoin(apiReads, eq(apiReads.conversationId, conversations.id))
    .where(
      and(
        eq(conversations.workspaceId, owner.workspaceId),
        withinReach(owner, conversations.instagramAccountId),
        ...conditionsOf(filter),
      ),
    )
    .orderBy(
      isAscending ? asc(conversations.lastMessageAt) : desc(conversations.lastMessageAt),
      isAscending ? asc(conversations.id) : desc(conversations.id),
    )
    .limit(limit);
}

/** The account must be named rightly too: Zernio's callers always give both. */
export async function getConversationRow(owner: Reach, id: string, accountId?: string): Promise<ConversationRow> {
  const [found] = await listConversationRows(owner, { ids: [id], accountId }, 1);
  if (!found) throw new NotFoundError("The conversation");
  return found;
}

/** The conversation an account has with a customer, by either of their names; null if they never wrote. */
export async function findConversationOf(
  owner: Reach,
  accountId: string,
  { participantId, participantUsername }: { participantId?: string; participantUsername?: string },
): Promise<ConversationRow | null> {
  const filter = { accountId, igsid: participantId, username: participantUsername?.replace(/^@/, "") };
  const [found] = await listConversationRows(owner, filter, 1);
  return found ?? null;
}

/** What neither a member nor a program has read. */
const unreadCount = sql<number>`(
  select count(*) from (
    select 1 from messages m
    where m.conversation_id = ${conversations.id} and m.direction = 'inbound' and m.origin <> 'imported'
      and m.seq > greatest(coalesce(${apiReads.readThroughSeq}, 0), coalesce((
        select max(r.read_through_seq) from ${members} reader
        join ${conversationReads} r on r.member_id = reader.id and r.conversation_id = ${conversations.id}
        where reader.workspace_id = ${conversations.workspaceId}), 0))
    limit ${sql.raw(String(MAX_UNREAD_COUNT))}) unread)`;

function conditionsOf({
  accountId,
  status,
  search,
  sortOrder,
  after,
  ids,
  ...who
}: ConversationFilter): (SQL | undefined)[] {
  return [
    accountId ? eq(conversations.instagramAccountId, accountId) : undefined,
    status === "active" ? isNull(conversations.closedAt) : undefined,
    status === "archived" ? isNotNull(conversations.closedAt) : undefined,
    search ? namedLike(search) : undefined,
    ids ? inArray(conversations.id, ids) : undefined,
    who.igsid ? eq(contacts.igsid, who.igsid) : undefined,
    who.username ? eq(contacts.username, who.username) : undefined,
    after && beyond(after, sortOrder === "asc"),
  ];
}

function beyond({ at, id }: Position, isAscending: boolean): SQL {
  const key = sql`(${conversations.lastMessageAt}, ${conversations.id})`;
  const last = sql`(${at}::timestamptz, ${id}::uuid)`;
  return isAscending ? sql`${key} > ${last}` : sql`${key} < ${last}`;
}

function namedLike(search: string): SQL {
  const pattern = `%${search.replace(/^@/, "").replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(${contacts.username} ilike ${pattern} or ${contacts.name} ilike ${pattern})`;
}
