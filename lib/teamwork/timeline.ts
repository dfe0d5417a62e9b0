import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "#db/client.ts";
import { apiKeys, conversationEvents, conversations, members } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";

/** The newest lines stand in the thread; who wants to know what was before looks into the database. */
const MAX_LINES = 300;

export type TimelineEvent = Awaited<ReturnType<typeof selectEvents>>[number];

/** Who did what to the conversation: its newest lines, oldest first. */
export async function listTimeline(member: Member, conversationId: string): Promise<TimelineEvent[]> {
  return selectEvents(member, eq(conversationEvents.conversationId, conversationId));
}

/** Those of the ids that exist in the member's workspace. */
export async function listTimelineById(member: Member, ids: string[]): Promise<TimelineEvent[]> {
  return ids.length === 0 ? [] : selectEvents(member, inArray(conversationEvents.id, ids));
}

async function selectEvents(member: Member, condition: SQL) {
  const reach = withinReach(member, conversations.instagramAccountId);
  const assignee = alias(members, "assignee");
  const rows = await db
    .select({
      id: conversationEvents.id,
      conversationId: conversationEvents.conversationId,
      kind: conversationEvents.kind,
      at: conversationEvents.at,
      /** Nobody where it happened by itself; a program is named by its key. */
      by: sql<{ id: string; name: string; isProgram: boolean } | null>`case
        when ${members.id} is not null
          then jsonb_build_object('id', ${members.id}, 'name', ${members.name}, 'isProgram', false)
        when ${apiKeys.id} is not null
          then jsonb_build_object('id', ${apiKeys.id}, 'name', ${apiKeys.name}, 'isProgram', true)
      end`,
      assignee: { id: assignee.id, name: assignee.name },
      label: sql<string | null>`${conversationEvents.detail} ->> 'name'`,
      until: sql<string | null>`${conversationEvents.detail} ->> 'until'`,
    })
    .from(conversationEvents)
    .innerJoin(conversations, eq(conversations.id, conversationEvents.conversationId))
    .leftJoin(members, eq(members.id, conversationEvents.memberId))
    .leftJoin(apiKeys, eq(apiKeys.id, conversationEvents.apiKeyId))
    .leftJoin(assignee, sql`${assignee.id}::text = ${conversationEvents.detail} ->> 'assigneeId'`)
    .where(and(eq(conversations.workspaceId, member.workspaceId), reach, condition))
    .orderBy(desc(conversationEvents.at), desc(conversationEvents.id))
    .limit(MAX_LINES);
  return rows.reverse().map((row) => ({ ...row, at: row.at.toISOString() }));
}
