import { and, eq, gt, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { apiReads, conversations, messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Program } from "./author.ts";
import { queueSeen } from "./seen.ts";

/** A program has seen everything the customer wrote; answers how many messages that were. Members keep their own marks. */
export async function markConversationRead(
  { workspaceId }: Program,
  { conversationId }: { conversationId: string },
): Promise<number> {
  return transaction(async (tx) => {
    const [conversation] = await tx
      .select({ lastInboundSeq: conversations.lastInboundSeq, readThroughSeq: apiReads.readThroughSeq })
      .from(conversations)
      .leftJoin(apiReads, eq(apiReads.conversationId, conversations.id))
      .where(and(eq(conversations.id, conversationId), eq(conversations.workspaceId, workspaceId)))
      .for("update", { of: conversations });
    if (!conversation) throw new NotFoundError("The conversation");
    const unread = await tx.$count(
      messages,
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.direction, "inbound"),
        sql`${messages.origin} <> 'imported'`,
        gt(messages.seq, conversation.readThroughSeq ?? 0),
      ),
    );
    await markReadByPrograms(tx, conversationId, conversation.lastInboundSeq);
    const { lastInboundSeq } = conversation;
    if (unread > 0) await queueSeen(tx, { id: conversationId, workspaceId, lastInboundSeq }, "on_open", lastInboundSeq);
    return unread;
  });
}

/** Goes forward only. */
export async function markReadByPrograms(tx: Tx, conversationId: string, readThroughSeq: number): Promise<void> {
  await tx
    .insert(apiReads)
    .values({ conversationId, readThroughSeq })
    .onConflictDoUpdate({
      target: apiReads.conversationId,
      set: { readThroughSeq },
      setWhere: sql`${apiReads.readThroughSeq} < ${readThroughSeq}`,
    });
}
