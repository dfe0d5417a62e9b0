import { and, eq, gt, lte, ne, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type Failure, messages } from "#db/schema/index.ts";
import { emit } from "#lib/emit/emit.ts";
import { type Fact, factsOfChange, type Listener } from "#lib/emit/facts.ts";
import { forgetTold } from "#lib/emit/forget.ts";
import type { Conversation, Message } from "./threads.ts";

/** What passes between apps, or a customer's consent, is nobody's word. */
const NO_MESSAGES = ["optin", "handover"];
/** Far above what a customer reads at once. */
const MAX_READ = 500;

type NewMessage = Pick<Message, "id" | "direction" | "kind" | "origin">;

/** Tells programs of messages that have just come into being, and of the conversation they begin. History is no news. */
export async function tellMessages(
  tx: Tx,
  listener: Listener,
  { lastMessageId }: Pick<Conversation, "lastMessageId">,
  messages: NewMessage[],
): Promise<void> {
  const news = messages.filter(({ origin, kind }) => origin !== "imported" && !NO_MESSAGES.includes(kind));
  const facts = news.map((message, index): Fact[] => {
    const begins = lastMessageId === null && index === 0;
    const messageId = message.id;
    return [
      ...(begins ? [{ event: "conversation.started" as const, messageId }] : []),
      { event: eventOf(message), messageId },
    ];
  });
  await emit(tx, listener, facts.flat());
}

function eventOf({ direction, kind }: NewMessage) {
  if (direction === "outbound") return "message.sent";
  return kind === "referral" ? "referral.received" : "message.received";
}

/** Tells of what was done to a message: edited, unsent, reacted to. What was unsent is no longer kept for programs either. */
export async function tellChange(tx: Tx, before: Message, values: Partial<Message>): Promise<void> {
  await emit(tx, { workspaceId: before.workspaceId }, factsOfChange(before, values));
  if (values.deletedAt) await forgetTold(tx, before.id);
}

/** Tells that Instagram has a reply of ours. */
export async function tellSent(tx: Tx, { id: messageId, workspaceId }: Message): Promise<void> {
  await emit(tx, { workspaceId }, [{ event: "message.sent", messageId }]);
}

/** Tells that a reply will not be sent unless somebody sends it again. */
export async function tellFailed(tx: Tx, { id: messageId, workspaceId }: Message, failure: Failure): Promise<void> {
  await emit(tx, { workspaceId }, [{ event: "message.failed", messageId, failure }]);
}

/**
 * Tells which messages of ours the customer has seen now, and had not before. To be called before the conversation's mark is
 * moved, so that each is told once.
 */
export async function tellRead(tx: Tx, listener: Listener, message: Message, at: Date): Promise<void> {
  if (listener.listens && !listener.listens.includes("message.read")) return;
  const mark = sql`(select coalesce(contact_read_at, '-infinity') from conversations where id = ${message.conversationId})`;
  const seen = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, message.conversationId),
        eq(messages.status, "sent"),
        ne(messages.origin, "imported"),
        gt(messages.occurredAt, mark),
        lte(messages.occurredAt, message.occurredAt),
      ),
    )
    .orderBy(messages.occurredAt, messages.seq)
    .limit(MAX_READ);
  const facts = seen.map(({ id }): Fact => ({ event: "message.read", messageId: id, at }));
  await emit(tx, listener, facts);
}
