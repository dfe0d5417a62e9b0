import { and, asc, desc, eq, inArray, not, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import {
  type AccountProblem,
  contacts,
  conversationReads,
  conversations,
  instagramAccounts,
  members,
  messages,
} from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { isAnswerable, ownCondition, placeCondition, readOf, readThroughSeq } from "./view-conditions.ts";
import { DEFAULT_PLACE, type ListPlace, type RowKey } from "./views.ts";
import { answerableUntil } from "./window.ts";

export const CONVERSATIONS_PAGE = 40;
const MAX_UNREAD_COUNT = 100;

export type ConversationSummary = Awaited<ReturnType<typeof listConversations>>[number];

/** A page of the list in its order; `after` is the last row of the page above. */
export async function listConversations(member: Member, place: Partial<ListPlace> = {}, after?: RowKey) {
  const { sort, ...where } = { ...DEFAULT_PLACE, ...place };
  const shown = placeCondition(member, where);
  if (sort === "newest") return selectConversations(member, [shown, after && olderThan(after)], CONVERSATIONS_PAGE);

  const closing = after?.isPast
    ? []
    : await selectConversations(
        member,
        [shown, isAnswerable(), after && closesAfter(after)],
        CONVERSATIONS_PAGE,
        CLOSING,
      );
  const missing = CONVERSATIONS_PAGE - closing.length;
  if (missing === 0) return closing;
  const isPast = not(sql`coalesce(${isAnswerable()}, false)`);
  const past = await selectConversations(
    member,
    [shown, isPast, after?.isPast ? olderThan(after) : undefined],
    missing,
  );
  return [...closing, ...past];
}

const NEWEST = [desc(conversations.lastMessageAt), desc(conversations.id)];
const CLOSING = [asc(conversations.lastInboundAt), asc(conversations.id)];

/** False until the very first message. */
export async function hasConversations(member: Member): Promise<boolean> {
  const [any] = await db.select({ id: conversations.id }).from(conversations).where(ownCondition(member)).limit(1);
  return any !== undefined;
}

/** Those of the ids that the member may see, whatever the view. */
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

async function selectConversations(member: Member, conditions: (SQL | undefined)[], limit: number, order = NEWEST) {
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
      accountProblem: sql<AccountProblem | "demo" | null>`
        case when ${instagramAccounts.problemDetail}->>'reason' = 'demo_account' then 'demo' else ${instagramAccounts.problem} end`,
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
        isBlocked: sql<boolean>`${contacts.blockedAt} is not null`,
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
      snoozedUntil: conversations.snoozedUntil,
      waitingSince: conversations.waitingSince,
      createdAt: conversations.createdAt,
      assignee: { id: members.id, name: members.name },
      labelIds: sql<string[]>`(
        select coalesce(json_agg(label_id order by label_id), '[]') from conversation_labels
        where conversation_id = ${conversations.id})`,
      /** What was imported is no news, yet a member may mark it as unread. */
      unreadCount: sql<number>`greatest(coalesce(${unread.count}, 0),
        (${conversations.lastInboundSeq} > ${readThroughSeq(member)})::int)`.mapWith(Number),
    })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .leftJoin(messages, eq(messages.id, conversations.lastMessageId))
    .leftJoin(members, eq(members.id, conversations.assigneeId))
    .leftJoin(conversationReads, readOf(member))
    .leftJoinLateral(unread, sql`true`)
    .where(and(ownCondition(member), ...conditions))
    .orderBy(...order)
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    answerableUntil: untilOf(row)?.toISOString() ?? null,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
    windowRefusedAt: row.windowRefusedAt?.toISOString() ?? null,
    contactReadAt: row.contactReadAt?.toISOString() ?? null,
    standbySince: row.standbySince?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    waitingSince: row.waitingSince?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    accountPausedUntil: row.accountPausedUntil?.toISOString() ?? null,
  }));
}

function untilOf({ lastInboundAt, windowRefusedAt }: { lastInboundAt: Date | null; windowRefusedAt: Date | null }) {
  return answerableUntil(lastInboundAt, env().HUMAN_AGENT === "on", windowRefusedAt);
}

function olderThan({ at, id }: RowKey): SQL {
  return sql`(${conversations.lastMessageAt}, ${conversations.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

function closesAfter({ at, id }: RowKey): SQL {
  return sql`(${conversations.lastInboundAt}, ${conversations.id}) > (${at}::timestamptz, ${id}::uuid)`;
}
