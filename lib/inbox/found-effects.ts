import { and, desc, eq, gt, inArray, isNotNull, isNull, lt } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { contacts, conversations, messages, type Reaction } from "#db/schema/index.ts";
import {
  type ConversationMessage,
  getMessage,
  MAX_DETAILED_MESSAGES,
  type Page,
} from "#lib/instagram/conversations.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { changeMessage } from "./apply-effect.ts";
import { reworded, unsent } from "./effects.ts";
import { emojiFound } from "./found-message.ts";
import { isSameText } from "./match-reply.ts";
import { lockMid } from "./mids.ts";
import type { Reader } from "./reader.ts";
import { findByMid, type Message } from "./threads.ts";

/** `through`: what happened later may not be in the page yet, or its event still on the way. */
type Look = { page: Page<ConversationMessage>; through: Date };

/** So many missing messages are asked for by one look; the next takes those that remain. */
const MAX_ASKED = 5;

/**
 * Edits, reactions and unsent messages that no event told: compares what is known of a conversation's newest messages with what
 * Instagram shows of them. Changes only what is proven; what a look merely leaves open stays.
 */
export async function recordFoundEffects(reader: Reader, igsid: string, { page, through }: Look): Promise<void> {
  const shown = page.items.filter(({ fromId, createdAt }) => fromId !== null && createdAt <= through);
  const tellsReactions = shown.some(({ reactions }) => reactions.length > 0);
  const known = await listKnown(reader, shown);
  for (const one of shown) {
    const message = known.get(one.id);
    if (message && differs(message, one, reader, tellsReactions, through)) {
      await change(reader, one.id, (current) => differs(current, one, reader, tellsReactions, through));
    }
  }
  for (const mid of await listMissing(reader, igsid, { page, through })) {
    if (await isGone(reader, mid)) await change(reader, mid, (current) => (current.deletedAt ? null : unsent(through)));
  }
}

async function change({ account }: Reader, mid: string, decide: (current: Message) => Partial<Message> | null) {
  await transaction(async (tx: Tx) => {
    await lockMid(tx, account.igId, mid);
    const current = await findByMid(tx, account.id, mid);
    const values = current && decide(current);
    if (current && values) await changeMessage(tx, current, values);
  });
}

/** What the look proves to be otherwise than we know; null if nothing. */
function differs(
  message: Message,
  shown: ConversationMessage,
  { account }: Reader,
  tellsReactions: boolean,
  at: Date,
): Partial<Message> | null {
  if (message.deletedAt) return null;
  const reactions = reactionsAfter(message.reactions, shown, account.igId, tellsReactions, at.toISOString());
  const isReworded = message.direction === "inbound" && message.kind === "message" && message.text !== null;
  const words = isReworded && shown.text !== null && !isSameText(message.text, shown.text) ? shown.text : null;
  const wording = words === null ? null : reworded(message, { text: words, at });
  if (!reactions && !wording) return null;
  return { ...wording, ...(reactions ? { reactions } : {}) };
}

/**
 * Instagram leaves reactions out where there are none, and perhaps where it does not tell them. That one is gone is proven only
 * by a look that shows reactions of others.
 */
function reactionsAfter(
  known: Reaction[],
  shown: ConversationMessage,
  igId: string,
  tellsReactions: boolean,
  at: string,
): Reaction[] | null {
  const after = (["business", "contact"] as const).flatMap((by): Reaction[] => {
    const before = known.find((one) => one.by === by);
    if (before && before.at > at) return [before];
    const [told] = shown.reactions.filter(({ userId }) => (userId === igId) === (by === "business"));
    const emoji = told ? emojiFound(told.reaction) : null;
    if (told ? emoji === null || isSameEmoji(before?.emoji, emoji) : !tellsReactions || !before?.emoji) {
      return before ? [before] : [];
    }
    return [{ by, emoji, at }];
  });
  return after.every((one) => known.includes(one)) ? null : after;
}

/** With or without the mark that asks for colour. */
function isSameEmoji(one: string | null | undefined, other: string | null): boolean {
  return one?.replaceAll("\uFE0F", "") === other?.replaceAll("\uFE0F", "");
}

async function listKnown({ account }: Reader, shown: ConversationMessage[]): Promise<Map<string | null, Message>> {
  if (shown.length === 0) return new Map();
  const mids = shown.map(({ id }) => id);
  const rows = await db
    .select()
    .from(messages)
    .where(and(eq(messages.instagramAccountId, account.id), inArray(messages.mid, mids)));
  return new Map(rows.map((row) => [row.mid, row]));
}

/** Messages of ours within the part of the conversation that the page shows whole, and yet not on it; newest first. */
async function listMissing({ account }: Reader, igsid: string, { page, through }: Look): Promise<string[]> {
  const detailed = page.items.filter(({ fromId }) => fromId !== null).map(({ createdAt }) => +createdAt);
  const isWhole = page.after === null && page.items.length < MAX_DETAILED_MESSAGES;
  if (detailed.length === 0 && !isWhole) return [];
  const from = isWhole ? new Date(0) : new Date(Math.min(...detailed) + 1_000);
  const shown = new Set(page.items.map(({ id }) => id));
  const rows = await db
    .select({ mid: messages.mid })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(
      and(
        eq(contacts.instagramAccountId, account.id),
        eq(contacts.igsid, igsid),
        isNotNull(messages.mid),
        isNull(messages.deletedAt),
        inArray(messages.kind, ["message", "unsupported"]),
        gt(messages.occurredAt, from),
        lt(messages.occurredAt, through),
      ),
    )
    .orderBy(desc(messages.occurredAt))
    .limit(MAX_DETAILED_MESSAGES + MAX_ASKED);
  return rows.flatMap(({ mid }) => (mid === null || shown.has(mid) ? [] : [mid])).slice(0, MAX_ASKED);
}

/** "Deleted, or older than twenty" (facts 5, 9000001), and it is not older. Any other answer proves nothing. */
async function isGone(reader: Reader, mid: string): Promise<boolean> {
  try {
    await reader.read((token, options) => getMessage(token, mid, options));
    return false;
  } catch (error) {
    if (!(error instanceof InstagramError)) throw error;
    if (error.key === "message_gone") return true;
    if (error.kind === "invalid" || error.kind === "unknown") return false;
    throw error;
  }
}
