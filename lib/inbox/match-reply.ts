import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type Attachment, messages, sendAttempts } from "#db/schema/index.ts";
import type { AttachmentType } from "#lib/instagram/attachments.ts";
import type { Conversation, Message } from "./threads.ts";

/** What is told by its kind alone is ours only if it came into being while we tried: another photo next week is not. */
const TAKEN_WITHIN_MS = 10 * 60_000;

/** Clocks differ a little, and Instagram's conversations give whole seconds. */
const CLOCK_TOLERANCE_MS = 5_000;

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
    .select({ reply: messages, triedAt: sql<Date>`${tried.at}`.mapWith(messages.createdAt) })
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
    ({ reply, triedAt }) =>
      isToldBack(reply, triedAt, told) && told.occurredAt.getTime() >= reply.occurredAt.getTime() - CLOCK_TOLERANCE_MS,
  )?.reply;
}

/** Whether what is told may be this reply of ours, last tried at that moment. */
export function isToldBack(reply: Message, triedAt: Date, told: Told): boolean {
  const afterMs = told.occurredAt.getTime() - triedAt.getTime();
  const isKindAlone = reply.attachments.length > 0;
  return afterMs >= -CLOCK_TOLERANCE_MS && (!isKindAlone || afterMs <= TAKEN_WITHIN_MS) && isSameContent(reply, told);
}

/** The same words, or the same kinds of things in the same order: a file comes back under an address of Instagram's. */
export function isSameContent(ours: Pick<Message, "text" | "attachments">, told: Omit<Told, "occurredAt">): boolean {
  const [first] = ours.attachments;
  if (!first) return told.attachments.length === 0 && isSameText(ours.text, told.text);
  if (told.attachments.length === 0) return wordsInstead(first).some((words) => isSameText(words, told.text));
  return (
    told.attachments.length === ours.attachments.length &&
    (first.type === "template" || isSameText(ours.text, told.text)) &&
    ours.attachments.every(({ type }, index) => toldAs(type).includes(told.attachments[index]?.type ?? "unknown"))
  );
}

const HEARTS = ["❤️", "❤", "♥️", "♥"];

/** What may stand for it where it is told without what it carries: nothing at all, a heart, the words of a card (facts 2.5, 4.1). */
function wordsInstead({ type, template }: Attachment): (string | null)[] {
  if (type === "heart") return [null, ...HEARTS];
  return type === "template" ? [null, template?.[0]?.title ?? null] : [];
}

function toldAs(type: AttachmentType): AttachmentType[] {
  return [type, ...(TOLD_AS[type] ?? [])];
}

/** What ours may be called when it is told back, by echo or when read: a card is a share, sound without a type a file. */
const TOLD_AS: Partial<Record<AttachmentType, AttachmentType[]>> = {
  image: ["sticker"],
  audio: ["video", "file"],
  heart: ["sticker", "image", "file", "unsupported", "unknown"],
  post: ["reel"],
  template: ["post", "unsupported", "unknown"],
};

/** Instagram may trim and normalise what it was given. */
export function isSameText(ours: string | null, theirs: string | null): boolean {
  return normalise(ours) === normalise(theirs);
}

function normalise(text: string | null): string {
  return (text ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
}
