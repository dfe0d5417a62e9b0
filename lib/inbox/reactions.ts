import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { contacts, conversations, messages } from "#db/schema/index.ts";
import { type AccountAccess, getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { awaitSendTurn } from "#lib/account-sends.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { sendReaction } from "#lib/instagram/messages.ts";
import type { Member } from "#lib/members/member.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import { reacted } from "./effects.ts";
import { type ConversationMessage, listMessagesById } from "./message-queries.ts";
import { lockMid } from "./mids.ts";
import { tellChange } from "./tell.ts";
import { findByMid, publishMessage } from "./threads.ts";
import { replyWindow } from "./window.ts";

type Wish = { messageId: string; emoji: string | null };

/**
 * Puts the business's reaction on a message, replaces it, or takes it back with null (facts 3). Throws InstagramError when
 * Instagram refuses; doing it again is harmless. There is no webhook for one's own reaction, so it is stored here.
 */
export async function reactToMessage(
  author: { workspaceId: string } & Reach,
  { messageId, emoji }: Wish,
): Promise<void> {
  const { mid, instagramAccountId, igsid, isOpen } = await findReactable(author, messageId);
  if (!mid) throw new AppError("invalid_input", "This message is not at Instagram, so nobody can react to it.");
  if (!isOpen) {
    throw new AppError("window_closed", "Instagram allows reactions for 24 hours after the customer's last message.");
  }
  const access = await getAccountAccess(instagramAccountId);
  await send(access, { recipientId: igsid, mid, emoji });
  await store(access, mid, emoji);
}

/** The same for a member, who gets the message as it is now, and a refusal of Instagram's as a sentence. */
export async function reactAsMember(member: Member, wish: Wish): Promise<ConversationMessage> {
  try {
    await reactToMessage(member, wish);
  } catch (error) {
    if (!(error instanceof InstagramError)) throw error;
    throw new AppError("instagram_refused", "Instagram did not take it.", { reason: error.key });
  }
  const [message] = await listMessagesById(member, [wish.messageId]);
  if (!message) throw new NotFoundError("The message");
  return message;
}

async function findReactable(author: { workspaceId: string } & Reach, messageId: string) {
  const [found] = await db
    .select({
      mid: messages.mid,
      instagramAccountId: messages.instagramAccountId,
      igsid: contacts.igsid,
      lastInboundAt: conversations.lastInboundAt,
      windowRefusedAt: conversations.windowRefusedAt,
      now: sql<Date>`now()`.mapWith(messages.createdAt),
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(
      and(
        eq(messages.id, messageId),
        eq(messages.workspaceId, author.workspaceId),
        withinReach(author, messages.instagramAccountId),
      ),
    );
  if (!found) throw new NotFoundError("The message");
  const { state } = replyWindow(found.lastInboundAt, found.now, false, found.windowRefusedAt);
  return { ...found, isOpen: state === "open" || state === "closing" };
}

async function send(access: AccountAccess, reaction: Parameters<typeof sendReaction>[2]): Promise<void> {
  await awaitSendTurn(access.id);
  try {
    await sendReaction(access.token, access.igId, reaction);
  } catch (error) {
    if (error instanceof InstagramError) await recordRefusal(db, access.id, error, access.token);
    throw error;
  }
}

async function store({ id, igId }: AccountAccess, mid: string, emoji: string | null): Promise<void> {
  await transaction(async (tx) => {
    await lockMid(tx, igId, mid);
    const message = await findByMid(tx, id, mid);
    const action = emoji === null ? "unreact" : "react";
    const reaction = { action, emoji, reaction: null, byAccount: true, occurredAt: new Date() } as const;
    const values = message && reacted(message, reaction);
    if (!message || !values) return;
    await tx.update(messages).set(values).where(eq(messages.id, message.id));
    await tellChange(tx, message, values);
    await publishMessage(tx, message);
  });
}
