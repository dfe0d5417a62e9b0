import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { messages, sendAttempts } from "#db/schema/index.ts";
import type { AttachmentType } from "#lib/instagram/attachments.ts";
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
      isSameContent(reply, told) && told.occurredAt.getTime() >= reply.occurredAt.getTime() - CLOCK_TOLERANCE_MS,
  );
}

const hasUnknownAttempt = sql`exists (
  select 1 from ${sendAttempts} where ${sendAttempts.messageId} = ${messages.id} and ${sendAttempts.outcome} = 'unknown')`;

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
