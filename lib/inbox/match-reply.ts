import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages, sendAttempts } from "#db/schema/index.ts";
import type { AttachmentType } from "#lib/instagram/attachments.ts";
import type { Conversation, Message } from "./threads.ts";

/** Clocks differ a little, and Instagram's conversations give whole seconds. */
export const CLOCK_TOLERANCE_MS = 5_000;

type Told = Pick<Message, "text" | "attachments" | "occurredAt">;

/**
 * The reply of ours with this very content that was being sent when Instagram took it: the one tried last before. It may be on
 * its way, or have been tried again, or refused at the second try, after a first whose outcome nobody knew. Of several that
 * were never tried since, each is matched once.
 */
export async function findUnlinkedReply(tx: Tx, conversation: Conversation, told: Told): Promise<Message | undefined> {
  const latest = new Date(told.occurredAt.getTime() + CLOCK_TOLERANCE_MS).toISOString();
  const tried = tx
    .select({ messageId: sendAttempts.messageId, at: sql`max(${sendAttempts.startedAt})`.as("at") })
    .from(sendAttempts)
    .where(
      and(
        or(isNull(sendAttempts.outcome), eq(sendAttempts.outcome, "unknown")),
        sql`${sendAttempts.startedAt} <= ${latest}::timestamptz`,
      ),
    )
    .groupBy(sendAttempts.messageId)
    .as("tried");
  const candidates = await tx
    .select({ reply: messages })
    .from(messages)
    .innerJoin(tried, eq(tried.messageId, messages.id))
    .where(
      and(
        eq(messages.conversationId, conversation.id),
        inArray(messages.status, ["queued", "sending", "unconfirmed", "failed"]),
        isNull(messages.mid),
      ),
    )
    .orderBy(desc(tried.at), asc(messages.seq));
  return candidates.find(
    ({ reply }) =>
      isSameContent(reply, told) && told.occurredAt.getTime() >= reply.occurredAt.getTime() - CLOCK_TOLERANCE_MS,
  )?.reply;
}

/** The same words, or the same kinds of things in the same order: a file comes back under an address of Instagram's. */
export function isSameContent(ours: Pick<Message, "text" | "attachments">, told: Omit<Told, "occurredAt">): boolean {
  const [first] = ours.attachments;
  if (!first) return told.attachments.length === 0 && isSameText(ours.text, told.text);
  if (told.attachments.length === 0) return WORDLESS.has(first.type) && isSameText(null, told.text);
  return (
    told.attachments.length === ours.attachments.length &&
    (first.type === "template" || isSameText(ours.text, told.text)) &&
    ours.attachments.every(({ type }, index) => toldAs(type).includes(told.attachments[index]?.type ?? "unknown"))
  );
}

/** Of these Instagram's conversations may tell nothing but that there is a message (facts 4.1). */
const WORDLESS = new Set<AttachmentType>(["heart", "template"]);

function toldAs(type: AttachmentType): AttachmentType[] {
  return [type, ...(TOLD_AS[type] ?? [])];
}

/** What ours may be called when it is told back, by echo or when read: a card is a share, sound without a type a file. */
const TOLD_AS: Partial<Record<AttachmentType, AttachmentType[]>> = {
  image: ["sticker"],
  audio: ["video", "file"],
  heart: ["sticker", "file", "unsupported", "unknown"],
  post: ["reel"],
  template: ["post"],
};

/** Instagram may trim and normalise what it was given. */
export function isSameText(ours: string | null, theirs: string | null): boolean {
  return normalise(ours) === normalise(theirs);
}

function normalise(text: string | null): string {
  return (text ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
}
