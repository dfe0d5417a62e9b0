import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";

/** Looks for what is unconfirmed begin with the second: it and the last lie a minute apart. */
const LOOK = 1;

/**
 * Has the replies go on that stood still while the account could not be called: those held are sent in their order or, where
 * the window has closed or the account is gone, shown as failed; those never confirmed are looked for again.
 */
export async function resumeReplies(tx: Tx, instagramAccountId: string): Promise<void> {
  const waiting = await tx
    .select({
      id: messages.id,
      conversationId: messages.conversationId,
      status: messages.status,
      attempts: messages.attempts,
      isGivenUp: sql<boolean>`coalesce(${messages.failure}->>'reason' = 'not_found_in_conversation', false)`,
    })
    .from(messages)
    .where(
      and(eq(messages.instagramAccountId, instagramAccountId), inArray(messages.status, ["queued", "unconfirmed"])),
    );
  const held = waiting.filter(({ status }) => status === "queued").map(({ conversationId }) => conversationId);
  const unknown = waiting.filter(({ status, isGivenUp }) => status === "unconfirmed" && !isGivenUp);
  await enqueueAll(tx, [
    ...[...new Set(held)].map((conversationId) => ({
      name: "deliver-replies" as const,
      payload: { conversationId },
      key: `deliver-replies:${conversationId}`,
    })),
    ...unknown.map(({ id: messageId, attempts }) => ({
      name: "confirm-reply" as const,
      payload: { messageId, attempt: attempts, look: LOOK },
      key: `confirm-reply:${messageId}`,
    })),
  ]);
}
