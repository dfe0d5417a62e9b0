import type { Failure, Reaction } from "#db/schema/index.ts";
import type { EventName } from "./events.ts";

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

/** What a side's reaction became, or null where it looks as before. */
export function reactionChange(before: Reaction[], after: Reaction[], by: Reaction["by"]): ReactionChange | null {
  const was = before.find((one) => one.by === by)?.emoji ?? null;
  const now = after.find((one) => one.by === by);
  if (!now || now.emoji === was) return null;
  return now.emoji === null
    ? { by, action: "removed", emoji: was ?? "", at: now.at }
    : { by, action: "added", emoji: now.emoji, at: now.at };
}

export type { EventName };
