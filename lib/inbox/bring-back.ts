import { and, eq, isNotNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { recordTimeline } from "#lib/timeline.ts";
import type { Message } from "./threads.ts";

/** Whoever answered and went on must not believe it done: a reply that needs a person again brings its conversation back. */
export async function bringBack(tx: Tx, { conversationId }: Pick<Message, "conversationId">): Promise<void> {
  const [reopened] = await tx
    .update(conversations)
    .set({ closedAt: null })
    .where(and(eq(conversations.id, conversationId), isNotNull(conversations.closedAt)))
    .returning({ id: conversations.id, workspaceId: conversations.workspaceId });
  if (reopened) await recordTimeline(tx, reopened, {}, "reopened");
}
