import { and, eq, inArray, isNull } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { contacts, messages, type Reaction } from "#db/schema/index.ts";
import type { ConversationMessage } from "#lib/instagram/conversations.ts";
import { decodeMid } from "#lib/instagram/mid.ts";
import { ERASED } from "./apply-event.ts";
import { emojiOfName, UNKNOWN_EMOJI } from "./effects.ts";
import type { Reader } from "./reader.ts";
import { type Incoming, recordMessage } from "./record-message.ts";

/**
 * Takes in what a look at Instagram brought, oldest first, as the webhooks would have: what we have stays as it is, and
 * everything else is a row of its own, marked as history or as recovered. Messages of which Instagram gives no content are left out.
 * False when nothing of it may be kept, because the person was erased since.
 */
export async function recordFound(
  { account, historyBefore }: Reader,
  contact: { igsid: string; username: string | null },
  found: ConversationMessage[],
): Promise<boolean> {
  const readable = found.filter(({ fromId }) => fromId !== null);
  const known = await listKnown(account.id, readable);
  const missing = readable.filter(({ id }) => !known.has(id)).sort((a, b) => +a.createdAt - +b.createdAt);
  let isKept = missing.length < readable.length || missing.length === 0;
  for (const message of missing) {
    const incoming = incomingOf(message, contact.igsid, account.igId, historyBefore);
    const outcome = await transaction((tx) => recordMessage(tx, account, incoming));
    isKept ||= outcome !== ERASED;
  }
  if (missing.length > 0) await nameContact(account.id, contact);
  return isKept;
}

async function listKnown(instagramAccountId: string, found: ConversationMessage[]): Promise<Set<string | null>> {
  if (found.length === 0) return new Set();
  const mids = found.map(({ id }) => id);
  const rows = await db
    .select({ mid: messages.mid })
    .from(messages)
    .where(and(eq(messages.instagramAccountId, instagramAccountId), inArray(messages.mid, mids)));
  return new Set(rows.map(({ mid }) => mid));
}

function incomingOf(found: ConversationMessage, igsid: string, igId: string, historyBefore: Date): Incoming {
  const { id: mid, text, attachments, story, replyToMid, isUnsupported } = found;
  const isEmpty = text === null && attachments.length === 0 && !story;
  const occurredAt = preciseTime(found);
  return {
    igsid,
    mid,
    direction: found.fromId === igId ? "outbound" : "inbound",
    origin: occurredAt < historyBefore ? "imported" : "recovered",
    occurredAt,
    text,
    attachments,
    story,
    referral: null,
    replyToMid,
    payload: null,
    reactions: reactionsOf(found, igId),
    kind: isUnsupported ? "unsupported" : isEmpty ? "unknown" : "message",
    raw: isEmpty && !isUnsupported ? JSON.stringify(found) : null,
  };
}

/** Conversations give whole seconds; the mid holds the milliseconds that the webhook would have told (facts 0.3). */
function preciseTime({ id, createdAt }: ConversationMessage): Date {
  const sentAt = decodeMid(id)?.sentAt;
  return sentAt && Math.abs(+sentAt - +createdAt) < 2_000 ? sentAt : createdAt;
}

/** No time is told, so any reaction a webhook tells of is newer. */
function reactionsOf({ reactions, createdAt }: ConversationMessage, igId: string): Reaction[] {
  const sides = new Map<Reaction["by"], Reaction>();
  for (const { reaction, userId } of reactions) {
    const by = userId === igId ? "business" : "contact";
    const emoji = emojiFound(reaction) ?? UNKNOWN_EMOJI;
    sides.set(by, { by, emoji, at: createdAt.toISOString() });
  }
  return [...sides.values()].sort((a, b) => (a.by < b.by ? -1 : 1));
}

/** Instagram gives the emoji itself or a name for it; null for a name nobody knows. */
export function emojiFound(reaction: string): string | null {
  return /^[a-z]+$/.test(reaction) ? emojiOfName(reaction) : reaction;
}

/** Instagram tells the handle with the conversation, also where the profile itself is not given. */
async function nameContact(
  instagramAccountId: string,
  { igsid, username }: { igsid: string; username: string | null },
) {
  if (!username) return;
  await db
    .update(contacts)
    .set({ username })
    .where(
      and(eq(contacts.instagramAccountId, instagramAccountId), eq(contacts.igsid, igsid), isNull(contacts.username)),
    );
}
