import { eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { contacts, instagramAccounts, messages } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { claimUploads } from "#lib/files/claim-uploads.ts";
import { canReach } from "#lib/reach.ts";
import { advanceConversation } from "./advance.ts";
import { claimConversation } from "./assign.ts";
import { type Author, isProgram, markReadByAuthor } from "./author.ts";
import { endDraft } from "./end-draft.ts";
import { wakeOutbox } from "./link-reply.ts";
import { type PartContent, readContent } from "./reply-content.ts";
import { refuseIfChanged } from "./thread-changed.ts";
import { type Conversation, findByMid, lockConversation, type Message } from "./threads.ts";
import { replyWindow } from "./window.ts";

export type RepliesInput = {
  conversationId: string;
  /** One message each, sent in this order. */
  parts: ({ messageId: string } & PartContent)[];
  /** The parts of one act of sending share this. */
  actId?: string | undefined;
  humanAgent?: boolean | undefined;
  /** What the first part quotes. */
  replyToMid?: string | null | undefined;
  /** Nothing leaves before; until then it may be taken back. */
  undoMs?: number | undefined;
  /** The newest `messages.seq` the writer has seen; anything newer of others stops the send. */
  seenSeq?: number | undefined;
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
  await transaction(async (tx) => {
    await alongside(tx);
    const conversation = await lockOwnConversation(tx, author, input.conversationId);
    const [now] = await Promise.all([
      refuseIfClosed(tx, conversation, input.humanAgent ?? false),
      refuseIfChanged(tx, author, input),
      input.replyToMid ? refuseStrangeQuote(tx, conversation, input.replyToMid) : undefined,
    ]);
    const shared = {
      actId: input.actId ?? null,
      sendAfter: input.undoMs ? new Date(now.getTime() + input.undoMs) : null,
      tag: needsTag(conversation, now) ? ("HUMAN_AGENT" as const) : null,
    };
    let newest = conversation;
    for (const [index, part] of input.parts.entries()) {
      const replyToMid = index === 0 ? (input.replyToMid ?? null) : null;
      newest = (await storeReply(tx, author, newest, part, { ...shared, replyToMid, now })) ?? newest;
    }
    if (newest === conversation) return;
    await Promise.all([
      endDraft(tx, author, input),
      claimConversation(tx, author, conversation, input.actId),
      markReadByAuthor(tx, author, conversation, conversation.lastInboundSeq),
      wakeOutbox(tx, conversation.id),
    ]);
  });
}

type Shared = Pick<Message, "actId" | "sendAfter" | "tag" | "replyToMid"> & { now: Date };

/** The conversation as it is afterwards, or nothing where the message was stored before. */
async function storeReply(
  tx: Tx,
  author: Author,
  conversation: Conversation,
  part: RepliesInput["parts"][number],
  { now, ...shared }: Shared,
) {
  const { uploads, ...content } = await readContent(tx, author, part);
  const [queued] = await tx
    .insert(messages)
    .values({
      ...shared,
      ...content,
      id: part.messageId,
      workspaceId: author.workspaceId,
      instagramAccountId: conversation.instagramAccountId,
      conversationId: conversation.id,
      direction: "outbound",
      origin: "antwort",
      occurredAt: afterEverythingElse(conversation, now),
      status: "queued",
      ...(isProgram(author) ? { sentByApiKey: author.apiKeyId } : { sentBy: author.id }),
    })
    .onConflictDoNothing()
    .returning();
  if (!queued) return;
  await claimUploads(tx, queued.id, uploads);
  await advanceConversation(tx, conversation, [queued]);
  return { ...conversation, lastMessageId: queued.id, lastMessageAt: queued.occurredAt };
}

async function refuseStrangeQuote(tx: Tx, conversation: Conversation, mid: string): Promise<void> {
  const quoted = await findByMid(tx, conversation.instagramAccountId, mid);
  if (quoted?.conversationId !== conversation.id) throw new NotFoundError("The message to quote");
}

export async function lockOwnConversation(tx: Tx, author: Author, id: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id);
  const isOwn = conversation?.workspaceId === author.workspaceId && canReach(author, conversation.instagramAccountId);
  if (!isOwn) throw new NotFoundError("The conversation");
  return conversation;
}

/** The database's clock decides; the answer is its time. */
export async function refuseIfClosed(tx: Tx, conversation: Conversation, asPerson: boolean): Promise<Date> {
  const [account] = await tx
    .select({
      now: sql<Date>`now()`.mapWith(messages.createdAt),
      disconnectedAt: instagramAccounts.disconnectedAt,
      blockedAt: contacts.blockedAt,
    })
    .from(instagramAccounts)
    .innerJoin(contacts, eq(contacts.id, conversation.contactId))
    .where(eq(instagramAccounts.id, conversation.instagramAccountId));
  if (!account || account.disconnectedAt) {
    throw new AppError("account_disconnected", "This Instagram account is no longer connected. Connect it again.");
  }
  if (account.blockedAt) throw new AppError("contact_blocked", "This person is blocked. Nothing was sent.");
  const { state } = replyWindow(
    conversation.lastInboundAt,
    account.now,
    env().HUMAN_AGENT === "on",
    conversation.windowRefusedAt,
  );
  if (state === "open" || state === "closing" || (state === "human_agent" && asPerson)) return account.now;
  throw new AppError(
    "window_closed",
    "Instagram allows replies for 24 hours after the customer's last message. Nothing was sent.",
    { since: conversation.lastInboundAt?.toISOString() ?? "" },
  );
}

export function needsTag(conversation: Conversation, now: Date): boolean {
  return replyWindow(conversation.lastInboundAt, now, true, conversation.windowRefusedAt).state === "human_agent";
}

/** Clocks differ: a reply stands below what it answers. */
function afterEverythingElse(conversation: Conversation, now: Date): Date {
  return new Date(Math.max(now.getTime(), conversation.lastMessageAt.getTime() + 1));
}
