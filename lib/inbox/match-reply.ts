import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages, sendAttempts } from "#db/schema/index.ts";
import type { Conversation, Message } from "./threads.ts";

/** Clocks differ a little, and Instagram's conversations give whole seconds. */
export const CLOCK_TOLERANCE_MS = 5_000;

type Told = Pick<Message, "text" | "attachments" | "occurredAt">;

/**
 * The oldest reply of ours with these very words that may have arrived; identical texts are matched one to one. That is one
 * on its way, and also one that was tried again, or refused at the second try, after a first whose outcome nobody knew.
 */
export async function findUnlinkedReply(tx: Tx, conversation: Conversation, told: Told): Promise<Message | undefined> {
  const candidates = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversation.id),
        or(
          inArray(messages.status, ["sending", "unconfirmed"]),
          and(inArray(messages.status, ["queued", "failed"]), hasUnknownAttempt),
        ),
        isNull(messages.mid),
      ),
    )
    .orderBy(asc(messages.seq));
  return candidates.find(
    (reply) =>
      isSameText(reply.text, told.text) &&
      told.attachments.length === reply.attachments.length &&
      told.occurredAt.getTime() >= reply.occurredAt.getTime() - CLOCK_TOLERANCE_MS,
  );
}

const hasUnknownAttempt = sql`exists (
  select 1 from ${sendAttempts} where ${sendAttempts.messageId} = ${messages.id} and ${sendAttempts.outcome} = 'unknown')`;

/** Instagram may trim and normalise what it was given. */
export function isSameText(ours: string | null, theirs: string | null): boolean {
  return normalise(ours) === normalise(theirs);
}

function normalise(text: string | null): string {
  return (text ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
}
