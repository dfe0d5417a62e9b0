import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { contacts, conversationLabels, conversationReads, conversations } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import type { Member } from "#lib/members/member.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import { type ListPlace, VIEWS } from "./views.ts";
import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from "./window.ts";

/**
 * What the list at a place shows to a member, within their workspace and reach; the rule `belongs` in words of SQL.
 */
export function placeCondition(member: Member, { view, accountId, labelId }: Omit<ListPlace, "sort">): SQL | undefined {
  const rule: (typeof VIEWS)[keyof typeof VIEWS] & { isSnoozed?: boolean } = VIEWS[view];
  return and(
    ownCondition(member),
    accountId ? eq(conversations.instagramAccountId, accountId) : undefined,
    labelId ? hasLabel(labelId) : undefined,
    rule.isDone ? isNotNull(conversations.closedAt) : isNull(conversations.closedAt),
    rule.isSnoozed === true ? isNotNull(conversations.snoozedUntil) : undefined,
    rule.isSnoozed === false ? isNull(conversations.snoozedUntil) : undefined,
    "assignee" in rule ? assigneeCondition(member, rule.assignee) : undefined,
    "isWaiting" in rule ? isNotNull(conversations.waitingSince) : undefined,
    "isUnread" in rule ? isUnread(member) : undefined,
  );
}

/** The workspace, and of it what its member may see. */
export function ownCondition(owner: Reach): SQL | undefined {
  return and(eq(conversations.workspaceId, owner.workspaceId), withinReach(owner, conversations.instagramAccountId));
}

export function readOf(member: Member): SQL | undefined {
  return and(eq(conversationReads.conversationId, conversations.id), eq(conversationReads.memberId, member.id));
}

export function readThroughSeq(member: Member): SQL {
  return sql`coalesce(${conversationReads.readThroughSeq}, ${member.readFromSeq}::bigint)`;
}

/** Whether a person may answer now, by the database's clock; the rule `answerableUntil` in words of SQL. */
export function isAnswerable(): SQL {
  const { windowRefusedAt, lastInboundAt } = conversations;
  const day = sql`make_interval(secs => ${WINDOW_MS / 1000})`;
  if (env().HUMAN_AGENT === "off") return sql`(${windowRefusedAt} is null and ${lastInboundAt} > now() - ${day})`;
  return sql`((${windowRefusedAt} is null or ${windowRefusedAt} < ${lastInboundAt} + ${day})
    and ${lastInboundAt} > now() - make_interval(secs => ${HUMAN_AGENT_WINDOW_MS / 1000}))`;
}

/** Muted: nothing of theirs calls anybody, so it is not counted as unread either. */
const isMuted = sql`exists (
  select 1 from ${contacts} where ${contacts.id} = ${conversations.contactId} and ${contacts.mutedAt} is not null)`;

/**
 * Found first and as a whole: almost everything is read, so that walking down the list for a page of what is not would look at
 * every conversation there is, one by one.
 */
function isUnread(member: Member): SQL {
  return sql`${conversations.id} = any(array(
    select candidate.id from ${conversations} candidate
    left join ${conversationReads} mark on mark.conversation_id = candidate.id and mark.member_id = ${member.id}
    where candidate.workspace_id = ${member.workspaceId} and candidate.closed_at is null and candidate.snoozed_until is null
      and candidate.last_inbound_seq > coalesce(mark.read_through_seq, ${member.readFromSeq}::bigint))) and not ${isMuted}`;
}

function assigneeCondition(member: Member, assignee: "me" | "nobody"): SQL {
  return assignee === "me" ? eq(conversations.assigneeId, member.id) : isNull(conversations.assigneeId);
}

function hasLabel(labelId: string): SQL {
  return sql`exists (
    select 1 from ${conversationLabels}
    where ${conversationLabels.conversationId} = ${conversations.id} and ${conversationLabels.labelId} = ${labelId})`;
}
