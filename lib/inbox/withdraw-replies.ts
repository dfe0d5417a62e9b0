import { and, eq, inArray } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import type { Author } from "./author.ts";
import { lockOwnConversation } from "./store-replies.ts";
import { tellFailed } from "./tell.ts";
import { publishMessage } from "./threads.ts";

/**
 * What still waits will not be sent: for a program that is told of the refusal and decides by itself, unlike a person, who sees
 * the message wait. Those already on their way are left alone.
 */
export async function withdrawReplies(
  author: Author,
  { conversationId, messageIds, reason }: { conversationId: string; messageIds: string[]; reason: string },
): Promise<void> {
  await transaction(async (tx) => {
    await lockOwnConversation(tx, author, conversationId);
    const waiting = await tx
      .select()
      .from(messages)
      .where(
        and(
          inArray(messages.id, messageIds),
          eq(messages.conversationId, conversationId),
          eq(messages.status, "queued"),
        ),
      );
    for (const message of waiting) {
      const failure = message.failure ?? { reason, code: null, subcode: null, traceId: null };
      await tx.update(messages).set({ status: "failed", failure }).where(eq(messages.id, message.id));
      await tellFailed(tx, message, failure);
      await publishMessage(tx, message);
    }
  });
}
