import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { forgetUnsent } from "#lib/forget-events.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { type Advance, advanceConversation } from "./advance.ts";
import { applyWaitingEffects } from "./apply-effect.ts";
import { type Account, APPLIED, ERASED, type Outcome } from "./apply-event.ts";
import { completed, isFound } from "./complete-message.ts";
import { adoptLinks, linkReply } from "./link-reply.ts";
import { findUnlinkedReply } from "./match-reply.ts";
import { lockMid } from "./mids.ts";
import { tellMessages } from "./tell.ts";
import { type Conversation, findByMid, type Message, openConversation } from "./threads.ts";

type Row = typeof messages.$inferInsert;

/** A message with Instagram's id, told by a webhook or found by a look at Instagram, in the words of its row. */
export type Incoming = Required<
  Pick<Row, "mid" | "direction" | "origin" | "occurredAt" | "text" | "attachments" | "story" | "referral">
> &
  Required<Pick<Row, "payload" | "replyToMid" | "reactions" | "kind" | "raw">> & {
    mid: string;
    igsid: string;
    text: string | null;
    attachments: Message["attachments"];
    /** Whether another app holds the thread; undefined where that is not told. */
    standby?: boolean;
  };

const DUPLICATE: Outcome = { state: "ignored", reason: "duplicate" };

/**
 * One row per (account, mid), whoever brings it first and however often. An outbound one is recognised as the reply of ours
 * it is, by conversation, text and time, if its send has not been answered yet (facts 2.5).
 */
export async function recordMessage(tx: Tx, account: Account, incoming: Incoming): Promise<Outcome> {
  const isFresh = await lockMid(tx, account.igId, incoming.mid);
  const conversation = await openConversation(tx, account, incoming.igsid, incoming.occurredAt, {
    isFound: isFound(incoming),
  });
  if (!conversation) return ERASED;
  const known = isFresh ? undefined : await findByMid(tx, account.id, incoming.mid);
  if (known) return completeMessage(tx, account, conversation, known, incoming);

  const reply = incoming.direction === "outbound" && (await findUnlinkedReply(tx, conversation, incoming));
  if (reply) await linkReply(tx, conversation, reply, incoming.mid, incoming.attachments);
  else await storeMessages(tx, account, conversation, [incoming]);
  if (!isFresh) await applyWaitingEffects(tx, account, incoming.mid);
  return APPLIED;
}

/**
 * Messages that a customer wrote one after the other and of which nothing is known yet (`isFreshMid`), in one go. False, and
 * nothing is done, where they must be taken one by one.
 */
export async function recordNewMessages(tx: Tx, account: Account, incoming: Incoming[]): Promise<boolean> {
  const [oldest] = incoming;
  const conversation = oldest && (await openConversation(tx, account, oldest.igsid, oldest.occurredAt));
  if (!conversation) return false;
  for (const { mid } of incoming) await lockMid(tx, account.igId, mid);
  await storeMessages(tx, account, conversation, incoming);
  return true;
}

/** A webhook knows more than a look at Instagram, and one that comes late makes of the row what it would have been. */
async function completeMessage(
  tx: Tx,
  account: Account,
  conversation: Conversation,
  known: Message,
  incoming: Incoming,
): Promise<Outcome> {
  if (known.deletedAt) await forgetUnsent(tx, known);
  if (incoming.direction === "outbound") await adoptLinks(tx, known, incoming.attachments);
  if (!isFound(known) || isFound(incoming) || known.direction !== incoming.direction) return DUPLICATE;
  await tx.update(messages).set(completed(known, incoming)).where(eq(messages.id, known.id));
  await advanceConversation(tx, conversation, [advanceOf({ ...known, occurredAt: incoming.occurredAt }, incoming)]);
  await tellMessages(tx, account, conversation, [{ ...known, ...incoming }]);
  return APPLIED;
}

async function storeMessages(
  tx: Tx,
  account: Account,
  conversation: Conversation,
  incoming: Incoming[],
): Promise<void> {
  const stored = await tx
    .insert(messages)
    .values(incoming.map((one) => rowOf(one, conversation)))
    .returning();
  const byMid = new Map(incoming.map((one) => [one.mid, one]));
  const advances = stored.flatMap((message) => {
    const one = byMid.get(message.mid ?? "");
    return one ? [advanceOf(message, one)] : [];
  });
  for (const message of stored) await queueArchive(tx, message);
  await advanceConversation(tx, conversation, advances);
  await tellMessages(tx, account, conversation, stored);
}

function rowOf({ igsid: _, standby: __, ...values }: Incoming, conversation: Conversation): Row {
  return {
    ...values,
    workspaceId: conversation.workspaceId,
    instagramAccountId: conversation.instagramAccountId,
    conversationId: conversation.id,
    status: values.direction === "outbound" ? "sent" : null,
  };
}

/** Links of Instagram's CDN end, so a copy that is wanted is fetched at once. */
async function queueArchive(tx: Tx, { id, attachments }: Message): Promise<void> {
  if (env().MEDIA_POLICY !== "archive" || !attachments.some(({ url }) => url)) return;
  await enqueue(tx, "archive-message", { messageId: id }, { maxAttempts: 8 });
}

function advanceOf(message: Message, { direction, origin, standby }: Incoming): Advance {
  // Who writes for the account in standby is the other app; that an echo comes to us otherwise says nothing of who holds the thread.
  if (direction === "outbound") return standby ? { ...message, standby } : message;
  return {
    ...message,
    opensWindow: true,
    isNews: origin !== "imported",
    ...(standby === undefined ? {} : { standby }),
  };
}
