import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";

/** Lets the replies go out that were held while the account could not be called. */
export async function resumeReplies(tx: Tx, instagramAccountId: string): Promise<void> {
  const held = await tx
    .selectDistinct({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.instagramAccountId, instagramAccountId), eq(messages.status, "queued")));
  await enqueueAll(
    tx,
    held.map(({ conversationId }) => ({
      name: "deliver-replies",
      payload: { conversationId },
      key: `deliver-replies:${conversationId}`,
    })),
  );
}
