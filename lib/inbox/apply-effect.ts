import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversations, messages, webhookEvents } from "#db/schema/index.ts";
import { findErasedAt } from "#lib/erased-contacts.ts";
import { forgetUnsent } from "#lib/forget-events.ts";
import type { MessageDeletedEvent, MessageEditEvent, ReactionEvent, ReadEvent } from "#lib/instagram/webhook.ts";
import { parseEvent } from "#lib/instagram/webhook.ts";
import { type Account, APPLIED, ERASED, type Outcome } from "./apply-event.ts";
import { edited, reacted, unsent } from "./effects.ts";
import { forgetMedia } from "./forget-media.ts";
import { lockMid } from "./mids.ts";
import { tellChange, tellRead } from "./tell.ts";
import { findByMid, lockConversation, type Message, publishMessage } from "./threads.ts";

export type EffectEvent = MessageDeletedEvent | MessageEditEvent | ReactionEvent | ReadEvent;

/** What happens to a message that exists; if it does not yet, the event waits for it. */
export async function applyEffect(tx: Tx, account: Account, event: EffectEvent): Promise<Outcome> {
  const isFresh = await lockMid(tx, account.igId, event.mid);
  const message = isFresh ? undefined : await findByMid(tx, account.id, event.mid);
  if (!message)
    return (await isErased(tx, account, event)) ? ERASED : { state: "waiting", reason: "message_not_here_yet" };
  await apply(tx, account, message, event);
  return APPLIED;
}

async function isErased(tx: Tx, account: Account, { contactIgsid, occurredAt }: EffectEvent): Promise<boolean> {
  const erasedAt = contactIgsid ? await findErasedAt(tx, { ...account, igsid: contactIgsid }) : null;
  return erasedAt !== null && occurredAt <= erasedAt;
}

/** To be called, under the mid's lock, whenever a message with a mid has come into being. */
export async function applyWaitingEffects(tx: Tx, account: Account, mid: string): Promise<void> {
  const waiting = await tx
    .select()
    .from(webhookEvents)
    .where(and(eq(webhookEvents.igId, account.igId), eq(webhookEvents.mid, mid), eq(webhookEvents.state, "waiting")))
    .orderBy(asc(webhookEvents.occurredAt), asc(webhookEvents.seq))
    .for("update");
  for (const stored of waiting) {
    const event = parseEvent(stored.payload, stored.key, stored.receivedAt);
    const message = await findByMid(tx, account.id, mid);
    if (!message || !event || !isEffect(event)) continue;
    await apply(tx, account, message, event);
    await tx
      .update(webhookEvents)
      .set({ state: "applied", reason: null, settledAt: sql`now()` })
      .where(eq(webhookEvents.id, stored.id));
  }
}

async function apply(tx: Tx, account: Account, message: Message, event: EffectEvent): Promise<void> {
  if (event.kind === "read") {
    await tellRead(tx, account, message, event.occurredAt);
    await tx
      .update(conversations)
      .set({
        contactReadAt: sql`greatest(${conversations.contactReadAt}, ${message.occurredAt.toISOString()}::timestamptz)`,
      })
      .where(eq(conversations.id, message.conversationId));
  } else {
    if (message.deletedAt) await forgetUnsent(tx, message);
    const values = changed(message, event);
    return values ? changeMessage(tx, message, values) : undefined;
  }
  await publishMessage(tx, message);
}

/** Changes a message under its mid's lock, and what hangs on it. */
export async function changeMessage(tx: Tx, message: Message, values: Partial<Message>): Promise<void> {
  if (values.deletedAt) {
    // Since when the customer waits may follow from it, which is kept under the conversation's lock.
    await lockConversation(tx, message.conversationId);
    await forgetMedia(tx, message);
    await forgetUnsent(tx, message);
  }
  await tx.update(messages).set(values).where(eq(messages.id, message.id));
  await tellChange(tx, message, values);
  await publishMessage(tx, message);
}

function changed(message: Message, event: Exclude<EffectEvent, ReadEvent>): Partial<Message> | null {
  if (event.kind === "message_deleted") return unsent(event.occurredAt);
  if (event.kind === "message_edit") return edited(message, event);
  return reacted(message, event);
}

function isEffect(event: { kind: string }): event is EffectEvent {
  return ["message_deleted", "message_edit", "reaction", "read"].includes(event.kind);
}
