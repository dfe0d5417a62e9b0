import { and, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversationReads, conversations, instagramAccounts, members, messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";

export const CONVERSATIONS_PAGE = 40;
const MAX_UNREAD_COUNT = 100;

export type ConversationView = "open" | "unread" | "done";
export type ConversationSummary = Awaited<ReturnType<typeof listConversations>>[number];
export type ConversationPageKey = { lastMessageAt: string; id: string };

type ConversationFilter = { view: ConversationView; accountId?: string; before?: ConversationPageKey };

/** A page of the list, newest first; `before` is the last row of the page above. */
export async function listConversations(member: Member, filter: ConversationFilter) {
  const conditions = [viewCondition(member, filter.view)];
  if (filter.accountId) conditions.push(eq(conversations.instagramAccountId, filter.accountId));
  if (filter.before) conditions.push(olderThan(filter.before));
  return selectConversations(member, conditions, CONVERSATIONS_PAGE);
}

/** Those of the ids that exist in the member's workspace, whatever the view. */
export async function listConversationsById(member: Member, ids: string[]) {
  if (ids.length === 0) return [];
  return selectConversations(member, [inArray(conversations.id, ids)], ids.length);
}

export async function findConversation(member: Member, id: string): Promise<ConversationSummary | null> {
  const [found] = await listConversationsById(member, [id]);
  return found ?? null;
}

/** Throws NotFoundError where `findConversation` gives null. */
export async function getConversation(member: Member, id: string): Promise<ConversationSummary> {
  const found = await findConversation(member, id);
  if (!found) throw new NotFoundError("The conversation");
  return found;
}

/** How many open conversations hold something the member has not read; shown in the title. */
export async function countUnreadConversations(member: Member): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(conversations)
    .leftJoin(conversationReads, readOf(member))
    .where(and(eq(conversations.workspaceId, member.workspaceId), viewCondition(member, "unread")));
  return row?.count ?? 0;
}

async function selectConversations(member: Member, conditions: (SQL | undefined)[], limit: number) {
  const unread = db
    .select({ count: sql<number>`count(*)::int`.as("count") })
    .from(
      db
        .select({ one: sql`1` })
        .from(messages)
        .where(
          and(
            eq(messages.conversationId, conversations.id),
            eq(messages.direction, "inbound"),
            sql`${messages.origin} <> 'imported'`,
            sql`${messages.seq} > ${readThroughSeq(member)}`,
          ),
        )
        .limit(MAX_UNREAD_COUNT)
        .as("unread_messages"),
    )
    .as("unread");

  const rows = await db
    .select({
      id: conversations.id,
      version: conversations.version,
      readVersion: sql<number>`coalesce(${conversationReads.version}, 0)`.mapWith(Number),
      instagramAccountId: conversations.instagramAccountId,
      accountUsername: instagramAccounts.username,
      accountProblem: instagramAccounts.problem,
      isAccountConnected: sql<boolean>`${instagramAccounts.disconnectedAt} is null`,
      accountPausedUntil: instagramAccounts.pausedUntil,
      contact: {
        id: contacts.id,
        igsid: contacts.igsid,
        username: contacts.username,
        name: contacts.name,
        hasPicture: sql<boolean>`${contacts.pictureUrl} is not null`,
        isVerified: contacts.isVerified,
        followerCount: contacts.followerCount,
        followsBusiness: contacts.followsBusiness,
        isMuted: sql<boolean>`${contacts.mutedAt} is not null`,
      },
      lastMessage: {
        id: messages.id,
        version: messages.version,
        direction: messages.direction,
        kind: messages.kind,
        text: sql<string | null>`left(${messages.text}, 200)`,
        attachmentTypes: sql<string[]>`coalesce(jsonb_path_query_array(${messages.attachments}, '$[*].type'), '[]')`,
        hasStory: sql<boolean>`${messages.story} is not null`,
        isDeleted: sql<boolean>`${messages.deletedAt} is not null`,
        status: messages.status,
        sentBy: messages.sentBy,
      },
      lastMessageAt: conversations.lastMessageAt,
      lastInboundAt: conversations.lastInboundAt,
      windowRefusedAt: conversations.windowRefusedAt,
      contactReadAt: conversations.contactReadAt,
      standbySince: conversations.standbySince,
      closedAt: conversations.closedAt,
      createdAt: conversations.createdAt,
      assignee: { id: members.id, name: members.name },
      unreadCount: sql<number>`coalesce(${unread.count}, 0)`.mapWith(Number),
    })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .leftJoin(messages, eq(messages.id, conversations.lastMessageId))
    .leftJoin(members, eq(members.id, conversations.assigneeId))
    .leftJoin(conversationReads, readOf(member))
    .leftJoinLateral(unread, sql`true`)
    .where(and(eq(conversations.workspaceId, member.workspaceId), ...conditions))
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
    windowRefusedAt: row.windowRefusedAt?.toISOString() ?? null,
    contactReadAt: row.contactReadAt?.toISOString() ?? null,
    standbySince: row.standbySince?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    accountPausedUntil: row.accountPausedUntil?.toISOString() ?? null,
  }));
}

function viewCondition(member: Member, view: ConversationView): SQL | undefined {
  if (view === "done") return isNotNull(conversations.closedAt);
  if (view === "open") return isNull(conversations.closedAt);
  return and(isNull(conversations.closedAt), sql`${conversations.lastInboundSeq} > ${readThroughSeq(member)}`);
}

function readOf(member: Member): SQL | undefined {
  return and(eq(conversationReads.conversationId, conversations.id), eq(conversationReads.memberId, member.id));
}

function readThroughSeq(member: Member): SQL {
  return sql`coalesce(${conversationReads.readThroughSeq}, ${member.readFromSeq}::bigint)`;
}

function olderThan({ lastMessageAt, id }: ConversationPageKey): SQL {
  return sql`(${conversations.lastMessageAt}, ${conversations.id}) < (${lastMessageAt}::timestamptz, ${id}::uuid)`;
}
