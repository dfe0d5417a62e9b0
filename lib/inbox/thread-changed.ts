import { and, eq, exists, gt, inArray, isNull, ne, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { type Author, isProgram } from "./author.ts";

type Writing = { conversationId: string; parts: { messageId: string }[]; seenSeq?: number | undefined };

/**
 * Stops a reply whose writer has not seen everything: something of the customer's or a colleague's is newer than `seenSeq`,
 * the newest `messages.seq` on their screen. `thread_changed` names how many there are and the newest one's `seq`. Must hold
 * the conversation's lock. What was stored before is not stopped: doing it twice changes nothing.
 */
export async function refuseIfChanged(
  tx: Tx,
  author: Author,
  { conversationId, parts, seenSeq }: Writing,
): Promise<void> {
  if (seenSeq === undefined) return;
  const ids = parts.map(({ messageId }) => messageId);
  const own = alias(messages, "own");
  const isStored = exists(tx.select({ id: own.id }).from(own).where(inArray(own.id, ids)));
  const [news] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      seq: sql<number | null>`max(${messages.seq})`.mapWith(Number),
    })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversationId),
        gt(messages.seq, seenSeq),
        ne(messages.origin, "imported"),
        isNull(messages.deletedAt),
        isOfOthers(author),
        not(isStored),
      ),
    );
  if (!news?.count) return;
  const { count, seq } = news;
  throw new AppError("thread_changed", "Something new arrived that you have not seen. Nothing was sent.", {
    count,
    seq: seq ?? 0,
  });
}

/** The customer's, a colleague's, a program's, or what was written in Instagram's own app. */
function isOfOthers(author: Author): SQL | undefined {
  if (isProgram(author)) return eq(messages.direction, "inbound");
  return or(isNull(messages.sentBy), ne(messages.sentBy, author.id));
}
