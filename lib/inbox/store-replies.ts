import { eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { instagramAccounts, messages } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { MAX_TEXT_BYTES, utf8Length } from "#lib/instagram/messages.ts";
import { type Author, isProgram, markReadByAuthor } from "./author.ts";
import { wakeOutbox } from "./link-reply.ts";
import { advanceConversation, type Conversation, lockConversation } from "./threads.ts";
import { replyWindow } from "./window.ts";

export type RepliesInput = {
  conversationId: string;
  /** One message each, sent in this order. */
  parts: { messageId: string; text: string }[];
  humanAgent?: boolean;
  replyToMid?: string | null;
};

/**
 * Stores replies and the job that delivers them. Whoever writes names the messages, so that doing it twice changes nothing.
 * Refuses outside the messaging window before anything is sent (facts 3.1) and beyond 1000 bytes. `alongside` shares the
 * transaction and runs first.
 */
export async function storeReplies(
  author: Author,
  input: RepliesInput,
  alongside: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  const parts = input.parts.map(({ messageId, text }) => ({ messageId, text: sendable(text) }));
  await transaction(async (tx) => {
    await alongside(tx);
    const conversation = await lockOwnConversation(tx, author, input.conversationId);
    const now = await refuseIfClosed(tx, conversation, input.humanAgent ?? false);
    let newest = conversation;
    for (const part of parts) newest = (await storeReply(tx, author, newest, { ...input, ...part, now })) ?? newest;
    if (newest === conversation) return;
    await markReadByAuthor(tx, author, conversation, conversation.lastInboundSeq);
    await wakeOutbox(tx, conversation.id);
  });
}

type Part = { messageId: string; text: string; replyToMid?: string | null; now: Date };

/** The conversation as it is afterwards, or nothing where the message was stored before. */
async function storeReply(tx: Tx, author: Author, conversation: Conversation, part: Part) {
  const [queued] = await tx
    .insert(messages)
    .values({
      id: part.messageId,
      workspaceId: author.workspaceId,
      instagramAccountId: conversation.instagramAccountId,
      conversationId: conversation.id,
      direction: "outbound",
      origin: "antwort",
      occurredAt: afterEverythingElse(conversation, part.now),
      text: part.text,
      replyToMid: part.replyToMid,
      status: "queued",
      ...(isProgram(author) ? { sentByApiKey: author.apiKeyId } : { sentBy: author.id }),
      tag: needsTag(conversation, part.now) ? "HUMAN_AGENT" : null,
    })
    .onConflictDoNothing()
    .returning();
  if (!queued) return;
  await advanceConversation(tx, conversation, queued);
  return { ...conversation, lastMessageId: queued.id, lastMessageAt: queued.occurredAt };
}

export async function lockOwnConversation(tx: Tx, author: Author, id: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id);
  if (conversation?.workspaceId !== author.workspaceId) throw new NotFoundError("The conversation");
  return conversation;
}

/** The database's clock decides; the answer is its time. */
export async function refuseIfClosed(tx: Tx, conversation: Conversation, asPerson: boolean): Promise<Date> {
  const [account] = await tx
    .select({ now: sql<Date>`now()`.mapWith(messages.createdAt), disconnectedAt: instagramAccounts.disconnectedAt })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.id, conversation.instagramAccountId));
  if (!account || account.disconnectedAt) {
    throw new AppError("account_disconnected", "This Instagram account is no longer connected. Connect it again.");
  }
  const { state } = replyWindow(conversation.lastInboundAt, account.now, env().HUMAN_AGENT === "on");
  if (state === "open" || state === "closing" || (state === "human_agent" && asPerson)) return account.now;
  throw new AppError(
    "window_closed",
    "Instagram allows replies for 24 hours after the customer's last message. Nothing was sent.",
    { since: conversation.lastInboundAt?.toISOString() ?? "" },
  );
}

export function needsTag(conversation: Conversation, now: Date): boolean {
  return replyWindow(conversation.lastInboundAt, now, true).state === "human_agent";
}

function sendable(input: string): string {
  const text = input.trim().replaceAll("\u0000", "\u2400").toWellFormed();
  if (text === "") throw new AppError("invalid_input", "Write something first.");
  const bytes = utf8Length(text);
  if (bytes <= MAX_TEXT_BYTES) return text;
  throw new AppError(
    "text_too_long",
    `The text has ${bytes} bytes and Instagram takes ${MAX_TEXT_BYTES}. Shorten it or send it in parts.`,
    { bytes, limit: MAX_TEXT_BYTES },
  );
}

/** Clocks differ: a reply stands below what it answers. */
function afterEverythingElse(conversation: Conversation, now: Date): Date {
  return new Date(Math.max(now.getTime(), conversation.lastMessageAt.getTime() + 1));
}
