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
    edits: [],
    reactions: [],
  };
}

/** The wording with the highest number is the current one, in whatever order edits come (facts 2.6). */
export function edited(
  message: Message,
  edit: { text: string; numEdit: number; occurredAt: Date },
): Partial<Message> | null {
  if (message.deletedAt) return null;
  const original: Edit = { numEdit: 0, text: message.text, at: message.occurredAt.toISOString() };
  const known = message.edits.length > 0 ? message.edits : [original];
  const others = known.filter(({ numEdit }) => numEdit !== edit.numEdit);
  const edits = [...others, { numEdit: edit.numEdit, text: edit.text, at: edit.occurredAt.toISOString() }].sort(
    (a, b) => a.numEdit - b.numEdit,
  );
  return { edits, text: edits.at(-1)?.text ?? null };
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

export function emojiOf({
  action,
  emoji,
  reaction,
}: {
  action: string;
  emoji: string | null;
  reaction: string | null;
}) {
  if (action === "unreact") return null;
  return emoji ?? NAMED_REACTIONS[reaction ?? "love"] ?? "❤️";
}
