import type { Edit, Failure, Reaction } from "#db/schema/index.ts";

type OfMessage = { messageId: string };

/** Something that happened, by the ids of its rows: they are read in the same transaction and told as they are then. */
export type Fact =
  | (OfMessage & { event: "message.received" | "message.sent" | "referral.received" | "conversation.started" })
  | (OfMessage & { event: "message.read" | "message.edited" | "message.deleted"; at: Date })
  | (OfMessage & { event: "message.failed"; failure: Failure })
  | (OfMessage & { event: "reaction.received"; change: ReactionChange })
  | { event: "account.connected"; instagramAccountId: string }
  | { event: "account.disconnected"; instagramAccountId: string; isIntentional: boolean; reason: string };

export type MessageFact = Extract<Fact, OfMessage>;
export type AccountFact = Exclude<Fact, OfMessage>;

export type ReactionChange = { by: Reaction["by"]; action: "added" | "removed"; emoji: string; at: string };

/** The workspace something happened in; `listens` where it is known already what its programs ask for. */
export type Listener = { workspaceId: string; listens?: string[] };

export function isAboutMessage(fact: Fact): fact is MessageFact {
  return "messageId" in fact;
}

type Changeable = { id: string; deletedAt: Date | null; edits: Edit[]; reactions: Reaction[] };

/** What of a change to a message programs are told: that it was unsent, edited, or reacted to by either side. */
export function factsOfChange(before: Changeable, values: Partial<Changeable>): Fact[] {
  const messageId = before.id;
  const { deletedAt, edits, reactions } = values;
  if (deletedAt) return before.deletedAt ? [] : [{ event: "message.deleted", messageId, at: deletedAt }];
  const latest = edits && edits.length > before.edits.length ? edits.at(-1) : undefined;
  return [
    ...(latest ? [{ event: "message.edited" as const, messageId, at: new Date(latest.at) }] : []),
    ...(["contact", "business"] as const).flatMap((by) => {
      const change = reactions && reactionChange(before.reactions, reactions, by);
      return change ? [{ event: "reaction.received" as const, messageId, change }] : [];
    }),
  ];
}

/** What a side's reaction became, or null where it looks as before. */
function reactionChange(before: Reaction[], after: Reaction[], by: Reaction["by"]): ReactionChange | null {
  const was = before.find((one) => one.by === by)?.emoji ?? null;
  const now = after.find((one) => one.by === by);
  const emoji = now?.emoji ?? null;
  if (emoji === was) return null;
  const at = now?.at ?? new Date().toISOString();
  return emoji === null ? { by, action: "removed", emoji: was ?? "", at } : { by, action: "added", emoji, at };
}
