import { and, eq } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { wakeOutbox } from "./link-reply.ts";
import { type ConversationMessage, listMessagesById } from "./message-queries.ts";
import { lockOwnConversation, needsTag, type RepliesInput, refuseIfClosed, storeReplies } from "./store-replies.ts";
import { publishMessage } from "./threads.ts";

type Part = {
  messageId: string;
  text?: string | undefined;
  uploadIds?: string[] | undefined;
  heart?: true | undefined;
};
export type MemberReplies = Omit<RepliesInput, "parts"> & { parts: Part[] };

/**
 * Stores what a member sends at once, text and files, and the job that delivers it. The browser names the messages, so that
 * pending bubbles keep their keys.
 */
export async function queueReplies(member: Member, input: MemberReplies): Promise<ConversationMessage[]> {
  await storeReplies(member, { ...input, parts: input.parts.map(contentOf) });
  const ids = input.parts.map(({ messageId }) => messageId);
  return (await listMessagesById(member, ids)).reverse();
}

function contentOf({ messageId, text, uploadIds, heart }: Part): RepliesInput["parts"][number] {
  if (uploadIds) return { messageId, uploadIds };
  return heart ? { messageId, outgoing: { type: "heart" } } : { messageId, text: text ?? "" };
}

/** Sends again what failed or was never confirmed, because a person asks for it. Doing it twice changes nothing. */
export async function retryReply(member: Member, { messageId }: { messageId: string }): Promise<ConversationMessage> {
  await transaction(async (tx) => {
    const { conversation, reply } = await lockOwnReply(tx, member, messageId);
    if (reply.status === "queued" || reply.status === "sending") return;
    if (reply.status === "sent")
      throw new AppError("not_retryable", "This message was sent. There is nothing to repeat.");
    const now = await refuseIfClosed(tx, conversation, reply.tag === "HUMAN_AGENT");
    await tx
      .update(messages)
      .set({ status: "queued", failure: null, tag: needsTag(conversation, now) ? "HUMAN_AGENT" : null })
      .where(eq(messages.id, messageId));
    await publishMessage(tx, reply);
    await wakeOutbox(tx, conversation.id);
  });
  return getOwnMessage(member, messageId);
}

/** A reply that was written here and its conversation, locked; NotFoundError where the member cannot reach it. */
export async function lockOwnReply(tx: Tx, member: Member, messageId: string) {
  const own = and(
    eq(messages.id, messageId),
    eq(messages.workspaceId, member.workspaceId),
    eq(messages.origin, "antwort"),
  );
  const [found] = await tx.select({ conversationId: messages.conversationId }).from(messages).where(own);
  if (!found) throw new NotFoundError("The message");
  const conversation = await lockOwnConversation(tx, member, found.conversationId);
  const [reply] = await tx.select().from(messages).where(own);
  if (!reply) throw new NotFoundError("The message");
  return { conversation, reply };
}

async function getOwnMessage(member: Member, id: string): Promise<ConversationMessage> {
  const [message] = await listMessagesById(member, [id]);
  if (!message) throw new NotFoundError("The message");
  return message;
}
