import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts, conversations } from "#db/schema/index.ts";
import { publish } from "#lib/realtime/publish.ts";
import { recordTimeline } from "#lib/timeline.ts";
import type { Conversation, Message } from "./threads.ts";

/** A message just stored. What is no news is not unread; `standby` where it is told whether another app holds the thread. */
export type Advance = Pick<Message, "id" | "seq" | "direction" | "occurredAt"> & {
  opensWindow?: boolean;
  isNews?: boolean;
  standby?: boolean;
};

/**
 * Moves the conversation's summary forward for messages just stored. The result depends on the messages, not on their order. A
 * customer's word brings back what was done or put off, unless they are blocked.
 */
export async function advanceConversation(tx: Tx, conversation: Conversation, messages: Advance[]): Promise<void> {
  const isBack = messages.some((message) => isAfterClosing(conversation, message));
  const mayReopen = isBack && !(await isBlocked(tx, conversation.contactId));
  let values: Partial<Conversation> = {};
  for (const message of messages) {
    values = { ...values, ...valuesAfter({ ...conversation, ...values }, message, mayReopen) };
  }
  const { id, workspaceId, contactId } = conversation;
  // The row is written also where nothing moves, so that its version rises and browsers take the new message.
  await tx
    .update(conversations)
    .set({ ...values, contactId })
    .where(eq(conversations.id, id));
  if (values.closedAt === null) await recordTimeline(tx, conversation, {}, "reopened");
  if (values.snoozedUntil === null) await recordTimeline(tx, conversation, {}, "woken");
  await publish(
    tx,
    workspaceId,
    messages.map((message) => ({ conversationId: id, messageId: message.id })),
  );
}

function valuesAfter(before: Conversation, message: Advance, mayReopen: boolean): Partial<Conversation> {
  const { id, seq, direction, occurredAt, opensWindow = false, isNews = true, standby } = message;
  const isInbound = direction === "inbound";
  const isNewest = !before.lastMessageId || occurredAt >= before.lastMessageAt;
  const isNewestInbound = opensWindow && (!before.lastInboundAt || occurredAt >= before.lastInboundAt);
  const tellsControl = standby !== undefined && isNewestControl(before, occurredAt, standby);
  return {
    ...(isNewest ? { lastMessageId: id, lastMessageAt: occurredAt } : {}),
    ...(isNewestInbound ? { lastInboundAt: occurredAt, windowRefusedAt: null } : {}),
    ...(tellsControl ? { standbySince: standby ? occurredAt : null, controlToldAt: occurredAt } : {}),
    ...(isInbound && isNews ? { lastInboundSeq: Math.max(before.lastInboundSeq, seq) } : {}),
    ...(mayReopen && isAfterClosing(before, message) ? { closedAt: null } : {}),
    ...(isInbound && isNews && before.snoozedUntil !== null ? { snoozedUntil: null } : {}),
  };
}

/** Of two words of the same moment, the one that another app holds the thread counts, whichever comes first. */
function isNewestControl({ controlToldAt }: Conversation, at: Date, standby: boolean): boolean {
  if (!controlToldAt) return true;
  return standby ? at >= controlToldAt : at > controlToldAt;
}

function isAfterClosing({ closedAt }: Conversation, { direction, occurredAt }: Advance): boolean {
  return direction === "inbound" && closedAt !== null && occurredAt > closedAt;
}

async function isBlocked(tx: Tx, contactId: string): Promise<boolean> {
  const [contact] = await tx.select({ blockedAt: contacts.blockedAt }).from(contacts).where(eq(contacts.id, contactId));
  return contact?.blockedAt != null;
}
