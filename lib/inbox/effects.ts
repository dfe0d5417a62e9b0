import type { Edit, messages, Reaction } from "#db/schema/index.ts";

type Message = Pick<typeof messages.$inferSelect, "text" | "edits" | "reactions" | "deletedAt" | "occurredAt">;

/** Unsent for ever: nothing of the content stays, and no later event brings it back. */
export function unsent(at: Date) {
  return {
    deletedAt: at,
    text: null,
    attachments: [],
    story: null,
    raw: null,
    payload: null,
    outgoing: null,
    edits: [],
    reactions: [],
  };
}

/**
 * The wording with the highest number is the current one, in whatever order edits come (facts 2.6); where Instagram gives none,
 * the latest. One that a look brought has no number: it stands where its time puts it, and makes way for the event that tells it.
 */
export function edited(
  message: Message,
  edit: { text: string; numEdit: number; occurredAt: Date },
): Partial<Message> | null {
  if (message.deletedAt) return null;
  const told: Edit = { numEdit: edit.numEdit, text: edit.text, at: edit.occurredAt.toISOString() };
  const wordings = wordingsOf(message);
  const rival = wordings.find(({ numEdit, isFound }) => !isFound && numEdit === told.numEdit);
  if (rival && rival.at > told.at) return null;
  const others = wordings.filter(({ numEdit, text, isFound }) =>
    isFound ? text !== told.text : numEdit !== told.numEdit,
  );
  const edits = inOrder([...others, told]);
  return { edits, text: edits.at(-1)?.text ?? null };
}

/** A look at Instagram shows other words than we know, so an edit was lost. Null where an edit we know of is newer. */
export function reworded(message: Message, found: { text: string; at: Date }): Partial<Message> | null {
  if (message.deletedAt) return null;
  const edits = inOrder([
    ...wordingsOf(message),
    { numEdit: 0, text: found.text, at: found.at.toISOString(), isFound: true },
  ]);
  return edits.at(-1)?.text === found.text ? { edits, text: found.text } : null;
}

function wordingsOf({ edits, text, occurredAt }: Message): Edit[] {
  return edits.length > 0 ? edits : [{ numEdit: 0, text, at: occurredAt.toISOString() }];
}

function inOrder(edits: Edit[]): Edit[] {
  const told = edits.filter(({ isFound }) => !isFound).sort((a, b) => a.numEdit - b.numEdit);
  const found = edits.filter(({ isFound }) => isFound);
  const placed = found.map((one) => {
    const before = told.findLast(({ at }) => at <= one.at) ?? told[0];
    return { ...one, numEdit: (before?.numEdit ?? 0) + (before === told.at(-1) ? 1 : 0.5) };
  });
  return [...told, ...placed].sort((a, b) => a.numEdit - b.numEdit || (a.at < b.at ? -1 : 1));
}

/** Each side has at most one reaction; the newest by Instagram's time counts, also when it takes the reaction back. */
export function reacted(
  message: Message,
  event: {
    action: "react" | "unreact";
    emoji: string | null;
    reaction: string | null;
    byAccount: boolean;
    occurredAt: Date;
  },
): Partial<Message> | null {
  if (message.deletedAt) return null;
  const by: Reaction["by"] = event.byAccount ? "business" : "contact";
  const reaction: Reaction = { by, emoji: emojiOf(event), at: event.occurredAt.toISOString() };
  const previous = message.reactions.find((one) => one.by === by);
  if (previous && !isNewer(reaction, previous)) return null;
  return {
    reactions: [...message.reactions.filter((one) => one.by !== by), reaction].sort((a, b) => (a.by < b.by ? -1 : 1)),
  };
}

/** Two at the same moment are ordered by what they say, so that every order of arrival ends alike. */
function isNewer(one: Reaction, other: Reaction): boolean {
  return one.at > other.at || (one.at === other.at && (one.emoji ?? "") > (other.emoji ?? ""));
}

/** Shown where Instagram tells of a reaction, but not which: nothing is made up. */
export const UNKNOWN_EMOJI = "❔";

/** The emoji of a name that Instagram uses in place of one; null for a name nobody knows. */
export function emojiOfName(name: string): string | null {
  return NAMED_REACTIONS[name] ?? null;
}

const NAMED_REACTIONS: Record<string, string> = {
  love: "❤️",
  smile: "😆",
  like: "👍",
  dislike: "👎",
  wow: "😮",
  sad: "😢",
  angry: "😠",
  laugh: "😆",
};

function emojiOf({ action, emoji, reaction }: { action: string; emoji: string | null; reaction: string | null }) {
  if (action === "unreact") return null;
  return emoji ?? emojiOfName(reaction ?? "") ?? UNKNOWN_EMOJI;
}
