import { and, desc, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, transaction } from "#db/client.ts";
import { contacts, conversations, members, notes, notifications, webhookEndpoints } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";

const MAX_LISTED = 50;

export type Notification = Awaited<ReturnType<typeof listNotifications>>[number];
export type UnreadNotifications = Awaited<ReturnType<typeof countUnreadNotifications>>;

/** What stands under the member's bell, newest first. */
export async function listNotifications(member: Member) {
  const actor = alias(members, "actor");
  const rows = await db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      conversationId: notifications.conversationId,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
      actor: { id: actor.id, name: actor.name },
      contact: {
        id: contacts.id,
        igsid: contacts.igsid,
        username: contacts.username,
        name: contacts.name,
        hasPicture: sql<boolean>`${contacts.pictureUrl} is not null`,
      },
      note: sql<string | null>`left(${notes.text}, 200)`,
      endpointName: webhookEndpoints.name,
    })
    .from(notifications)
    .leftJoin(conversations, eq(conversations.id, notifications.conversationId))
    .leftJoin(contacts, eq(contacts.id, conversations.contactId))
    .leftJoin(webhookEndpoints, eq(webhookEndpoints.id, notifications.webhookEndpointId))
    .leftJoin(actor, eq(actor.id, notifications.actorId))
    .leftJoin(notes, and(eq(notes.id, notifications.noteId), isNull(notes.deletedAt)))
    .where(and(own(member), isShown(member)))
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(MAX_LISTED);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }));
}

/** How many the member has not read, by conversation; null stands for what concerns none. */
export async function countUnreadNotifications(member: Member) {
  return db
    .select({ conversationId: notifications.conversationId, count: sql<number>`count(*)::int` })
    .from(notifications)
    .leftJoin(conversations, eq(conversations.id, notifications.conversationId))
    .where(and(own(member), isNull(notifications.readAt), isShown(member)))
    .groupBy(notifications.conversationId);
}

/** All of the member's, or those of one conversation, or with null those that concern none. */
export async function markNotificationsRead(
  member: Member,
  { conversationId }: { conversationId?: string | null },
): Promise<void> {
  await transaction(async (tx) => {
    const which = conversationId === undefined ? undefined : ofConversation(conversationId);
    const read = await tx
      .update(notifications)
      .set({ readAt: sql`now()` })
      .where(and(own(member), isNull(notifications.readAt), which))
      .returning({ id: notifications.id });
    if (read.length > 0) await publish(tx, member.workspaceId, { topic: "notifications", memberId: member.id });
  });
}

function ofConversation(id: string | null) {
  return id === null ? isNull(notifications.conversationId) : eq(notifications.conversationId, id);
}

/** Within the member's reach; what concerns no customer is for those who are admins still. */
function isShown(member: Member) {
  const isOfNobody = member.role === "admin" ? isNull(notifications.conversationId) : undefined;
  const isReached = and(isNotNull(conversations.id), withinReach(member, conversations.instagramAccountId));
  return or(isReached, isOfNobody);
}

function own({ id, workspaceId }: Member) {
  return and(eq(notifications.memberId, id), eq(notifications.workspaceId, workspaceId));
}
