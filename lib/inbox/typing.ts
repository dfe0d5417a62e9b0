import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations } from "#db/schema/index.ts";
import { getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { awaitSendTurn } from "#lib/account-sends.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { sendAction } from "#lib/instagram/messages.ts";
import type { Member } from "#lib/members/member.ts";
import { type Reach, withinReach } from "#lib/reach.ts";
import { replyWindow } from "./window.ts";

/** Instagram shows it for about twenty seconds. */
const TELL_EVERY_MS = 9_000;
const toldAt = new Map<string, number>();

/** For every key a member strikes: told at most once in nine seconds, whoever writes. */
export async function tellTyping(member: Member, { conversationId }: { conversationId: string }): Promise<boolean> {
  const now = Date.now();
  for (const [key, at] of toldAt) if (now - at >= TELL_EVERY_MS) toldAt.delete(key);
  const key = `${member.workspaceId}:${conversationId}`;
  if (toldAt.has(key)) return true;
  toldAt.set(key, now);
  return showTyping(member, { conversationId });
}

/** Lets the customer see that somebody writes. False where that was not possible, which harms nobody. */
export async function showTyping(
  author: { workspaceId: string } & Reach,
  { conversationId }: { conversationId: string },
): Promise<boolean> {
  const [conversation] = await db
    .select({
      instagramAccountId: conversations.instagramAccountId,
      lastInboundAt: conversations.lastInboundAt,
      windowRefusedAt: conversations.windowRefusedAt,
      now: sql<Date>`now()`.mapWith(conversations.createdAt),
      igsid: contacts.igsid,
    })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(
      and(
        eq(conversations.id, conversationId),
        eq(conversations.workspaceId, author.workspaceId),
        withinReach(author, conversations.instagramAccountId),
      ),
    );
  if (!conversation) throw new NotFoundError("The conversation");
  const { state } = replyWindow(conversation.lastInboundAt, conversation.now, false, conversation.windowRefusedAt);
  if (state === "closed" || state === "none") return false;

  let token: string | undefined;
  try {
    const access = await getAccountAccess(conversation.instagramAccountId);
    ({ token } = access);
    await awaitSendTurn(access.id);
    await sendAction(token, access.igId, { recipientId: conversation.igsid, action: "typing_on" });
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    if (!(error instanceof InstagramError)) throw error;
    await recordRefusal(db, conversation.instagramAccountId, error, token);
    return false;
  }
}
