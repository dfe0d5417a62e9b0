import type { Failure } from "#db/schema/index.ts";
import type { ReactionChange } from "./facts.ts";
import type { ToldMessage } from "./load-messages.ts";
import { presentCustomer } from "./present-message.ts";

/** Every wording before the present one, oldest first. */
export function presentEdits({ edits }: Pick<ToldMessage["message"], "edits">) {
  const sorted = [...edits].sort((a, b) => a.numEdit - b.numEdit);
  const current = sorted.at(-1);
  return {
    editHistory: sorted.slice(0, -1).map(({ text, at }) => ({ text, attachments: [], editedAt: at })),
    editCount: current?.numEdit ?? 0,
    editedAt: current?.at ?? "",
  };
}

/** Whoever reacts is named as Instagram names them: the business by its id there, to be told from the participant. */
export function presentReaction({ by, emoji, action, at }: ReactionChange, { message, contact, account }: ToldMessage) {
  const business = { id: account.igId, name: account.name ?? account.username, username: account.username };
  return {
    emoji,
    action,
    messageId: message.id,
    platformMessageId: message.mid ?? message.id,
    sender: by === "business" ? business : presentCustomer(contact),
    reactedAt: at,
  };
}

export function presentFailure({ reason, code }: Failure) {
  return {
    ...(code === null ? {} : { code }),
    title: reason,
    message: `Instagram did not take it: ${reason.replaceAll("_", " ")}.`,
  };
}
