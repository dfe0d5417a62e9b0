import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import type { MessageEvent } from "#lib/instagram/webhook.ts";
import { applyWaitingEffects } from "./apply-effect.ts";
import { type Account, APPLIED, type Outcome } from "./apply-event.ts";
import { linkReply } from "./link-reply.ts";
import {
  advanceConversation,
  type Conversation,
  findByMid,
  lockMid,
  type Message,
  openConversation,
} from "./threads.ts";

const DUPLICATE: Outcome = { state: "ignored", reason: "duplicate" };

/** A customer's message: one row per (account, mid), whatever else brought it before. */
export async function applyMessage(tx: Tx, account: Account, event: MessageEvent): Promise<Outcome> {
  await lockMid(tx, account.igId, event.mid);
  const conversation = await openConversation(tx, account, event.contactIgsid, event.occurredAt);
  const stored = await insertMessage(tx, conversation, event, { direction: "inbound", origin: "customer" });
  if (!stored) return DUPLICATE;

  await advanceConversation(tx, conversation, stored, { opensWindow: true, standby: event.standby });
  await applyWaitingEffects(tx, account, event.mid);
  return APPLIED;
}

/**
 * Our own send told back, or a message written elsewhere; only the mid tells them apart (facts 2.5). An echo that comes
 * before the answer of its send, or in its place, is recognised by conversation, text and time.
 */
export async function applyEcho(tx: Tx, account: Account, event: MessageEvent): Promise<Outcome> {
  await lockMid(tx, account.igId, event.mid);
  const conversation = await openConversation(tx, account, event.contactIgsid, event.occurredAt);
  if (await findByMid(tx, account.id, event.mid)) return DUPLICATE;

  const reply = await findUnlinkedReply(tx, conversation, event);
  if (reply) {
    await linkReply(tx, conversation, reply, event.mid);
  } else {
    const sentElsewhere = { direction: "outbound", origin: "instagram_app", status: "sent" } as const;
    const stored = await insertMessage(tx, conversation, event, sentElsewhere);
    if (stored) await advanceConversation(tx, conversation, stored);
  }
  await applyWaitingEffects(tx, account, event.mid);
  return APPLIED;
}

async function insertMessage(
  tx: Tx,
  conversation: Conversation,
  event: MessageEvent,
  kind: Pick<typeof messages.$inferInsert, "direction" | "origin" | "status">,
): Promise<Message | undefined> {
  const { mid, text, attachments, story, referral, replyToMid, occurredAt, quickReplyPayload, unsupported } = event;
  const [stored] = await tx
    .insert(messages)
    .values({
      workspaceId: conversation.workspaceId,
      instagramAccountId: conversation.instagramAccountId,
      conversationId: conversation.id,
      mid,
      text,
      attachments,
      story,
      referral,
      replyToMid,
      occurredAt,
      payload: quickReplyPayload,
      kind: kindOf(event, unsupported),
      raw: isPuzzling(event) ? event.raw : null,
      ...kind,
    })
    .onConflictDoNothing()
    .returning();
  return stored;
}

function kindOf(event: MessageEvent, unsupported: boolean): string {
  if (unsupported) return "unsupported";
  return isPuzzling(event) ? "unknown" : "message";
}

/** Nothing we know how to show: kept whole, for a card. */
function isPuzzling({ text, attachments, story, referral, unsupported }: MessageEvent): boolean {
  if (attachments.some(({ type }) => type === "unknown")) return true;
  return !unsupported && text === null && attachments.length === 0 && !story && !referral;
}

/** Clocks differ a little, and Instagram's conversations give whole seconds. */
export const CLOCK_TOLERANCE_MS = 5_000;

/** The oldest reply of ours on its way with these very words; identical texts are matched one to one. */
async function findUnlinkedReply(
  tx: Tx,
  conversation: Conversation,
  event: MessageEvent,
): Promise<Message | undefined> {
  const candidates = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversation.id),
        inArray(messages.status, ["sending", "unconfirmed", "queued"]),
        gt(messages.attempts, 0),
        isNull(messages.mid),
      ),
    )
    .orderBy(asc(messages.seq));
  return candidates.find(
    (reply) =>
      isSameText(reply.text, event.text) &&
      event.attachments.length === reply.attachments.length &&
      event.occurredAt.getTime() >= reply.occurredAt.getTime() - CLOCK_TOLERANCE_MS,
  );
}

/** Instagram may trim and normalise what it was given. */
export function isSameText(ours: string | null, theirs: string | null): boolean {
  return normalise(ours) === normalise(theirs);
}

function normalise(text: string | null): string {
  return (text ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
}
