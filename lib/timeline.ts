import type { Tx } from "#db/client.ts";
import { type ConversationEventKind, conversationEvents } from "#db/schema/index.ts";
import { publish } from "#lib/realtime/publish.ts";

/** What a line tells beyond its kind. Labels keep their name, since they may be gone when the line is read. */
export type TimelineDetail = {
  /** `actId`: the act of sending that made it so. */
  assigned: { assigneeId: string; actId?: string };
  unassigned: { assigneeId: string };
  /** Null: until the customer writes. */
  snoozed: { until: string | null };
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
  await insertLines(tx, [conversation], actor, kind, () => detail ?? {});
}

/** The same line in many conversations of one workspace. */
export async function recordTimelineOfAll<Kind extends ConversationEventKind, Conversation extends Place>(
  tx: Tx,
  conversations: Conversation[],
  actor: Actor,
  kind: Kind,
  ...[detailOf]: Kind extends keyof TimelineDetail ? [(conversation: Conversation) => TimelineDetail[Kind]] : []
): Promise<void> {
  await insertLines(tx, conversations, actor, kind, (conversation) => detailOf?.(conversation) ?? {});
}

async function insertLines<Conversation extends Place>(
  tx: Tx,
  conversations: Conversation[],
  { memberId = null, apiKeyId = null }: Actor,
  kind: ConversationEventKind,
  detailOf: (conversation: Conversation) => Record<string, string>,
): Promise<void> {
  const [first] = conversations;
  if (!first) return;
  const lines = conversations.map((conversation) => ({
    conversationId: conversation.id,
    kind,
    memberId,
    apiKeyId,
    detail: detailOf(conversation),
  }));
  const stored = await tx
    .insert(conversationEvents)
    .values(lines)
    .returning({ eventId: conversationEvents.id, conversationId: conversationEvents.conversationId });
  await publish(tx, first.workspaceId, stored);
}
