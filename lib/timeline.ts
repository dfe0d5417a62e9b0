import type { Tx } from "#db/client.ts";
import { type ConversationEventKind, conversationEvents } from "#db/schema/index.ts";
import { publish } from "#lib/realtime/publish.ts";

/** What a line tells beyond its kind. Labels keep their name, since they may be gone when the line is read. */
export type TimelineDetail = {
  assigned: { assigneeId: string };
  unassigned: { assigneeId: string };
  snoozed: { until: string };
  labelled: { labelId: string; name: string };
  unlabelled: { labelId: string; name: string };
};

/** A member, a program with an API key, or nobody where it happened by itself. */
type Actor = { memberId?: string | null; apiKeyId?: string | null };
type Place = { id: string; workspaceId: string };
type Plain = Exclude<ConversationEventKind, keyof TimelineDetail>;

/**
 * Adds a line to the conversation's timeline, in the transaction of what it tells of, and tells browsers. Once for each change
 * that took place: whoever calls has made sure that something changed.
 */
export async function recordTimeline<Kind extends ConversationEventKind>(
  tx: Tx,
  conversation: Place,
  actor: Actor,
  kind: Kind,
  ...[detail]: Kind extends keyof TimelineDetail ? [TimelineDetail[Kind]] : Kind extends Plain ? [] : never
): Promise<void> {
  const { id: conversationId, workspaceId } = conversation;
  const [event] = await tx
    .insert(conversationEvents)
    .values({
      conversationId,
      kind,
      memberId: actor.memberId ?? null,
      apiKeyId: actor.apiKeyId ?? null,
      detail: detail ?? {},
    })
    .returning({ id: conversationEvents.id });
  await publish(tx, workspaceId, { conversationId, eventId: event?.id });
}
