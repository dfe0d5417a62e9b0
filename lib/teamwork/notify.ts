import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { members, notifications } from "#db/schema/index.ts";
import { publish } from "#lib/realtime/publish.ts";

type News = {
  workspaceId: string;
  /** Who is told. Whoever did it is not told of it, nor is a member who was removed. */
  memberIds: string[];
  actorId: string | null;
} & (
  | {
      kind: "mention" | "assigned" | "closing";
      conversationId: string;
      /** For a mention: each member hears of a note once, however often it is edited. */
      noteId?: string;
    }
  | { kind: "webhook_off"; webhookEndpointId: string }
);

/** Puts news under the bells of members, in the transaction of what it tells of, and tells their browsers alone. */
export async function notify(tx: Tx, news: News): Promise<void> {
  const { memberIds, ...what } = news;
  const { workspaceId, actorId } = what;
  const told = await tx
    .select({ memberId: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), inArray(members.id, memberIds), isNull(members.removedAt)));
  const others = told.filter(({ memberId }) => memberId !== actorId);
  if (others.length === 0) return;

  const rows = others.map(({ memberId }) => ({ ...what, memberId }));
  const stored = await tx
    .insert(notifications)
    .values(rows)
    .onConflictDoNothing()
    .returning({ memberId: notifications.memberId });
  await publish(
    tx,
    workspaceId,
    stored.map(({ memberId }) => ({ topic: "notifications" as const, memberId })),
  );
}

/** The same for everybody who looks after the installation. */
export async function notifyAdmins(
  tx: Tx,
  news: { workspaceId: string; kind: "webhook_off"; webhookEndpointId: string },
): Promise<void> {
  const admins = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, news.workspaceId), eq(members.role, "admin")));
  await notify(tx, { ...news, memberIds: admins.map(({ id }) => id), actorId: null });
}
