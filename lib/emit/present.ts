import type { Told } from "./emit.ts";
import type { EventPayload } from "./event-shapes.ts";
import type { EventName } from "./events.ts";
import type { AccountFact, MessageFact } from "./facts.ts";
import type { ToldAccount } from "./load-accounts.ts";
import type { ToldMessage } from "./load-messages.ts";
import { presentAccount, presentConversation, presentConversationDetail } from "./present-context.ts";
import { presentEdits, presentFailure, presentReaction } from "./present-effects.ts";
import { presentMessage, presentReceived, presentSent } from "./present-message.ts";
import { presentReceivedMetadata, presentReferral, presentSentMetadata } from "./present-metadata.ts";

/** What an event says beside its conversation and account. */
type Own<Event extends EventName> = Omit<EventPayload<Event>, "conversation" | "account">;

/** A message's event in the words of `@zernio/node` (`WebhookPayloadMessage` and its siblings), without id and timestamp. */
export function presentMessageFact(workspaceId: string, fact: MessageFact, told: ToldMessage): Told {
  const { id: messageId, conversationId, instagramAccountId } = told.message;
  const { key, payload } = tell(fact, told);
  return {
    event: fact.event,
    key: `${fact.event}:${key}`,
    payload: { ...payload, ...contextOf(workspaceId, fact, told) },
    instagramAccountId,
    conversationId,
    messageId,
  };
}

/** Connecting again is told again: what makes it one event is the transaction it is written in. */
export function presentAccountFact(workspaceId: string, fact: AccountFact, account: ToldAccount): Told {
  const shared = { ...presentAccount(workspaceId, account) };
  const payload: EventPayload<"account.connected"> | EventPayload<"account.disconnected"> =
    fact.event === "account.connected"
      ? { account: shared }
      : {
          account: {
            ...shared,
            disconnectionType: fact.isIntentional ? "intentional" : "unintentional",
            reason: fact.reason,
          },
        };
  return {
    event: fact.event,
    key: `${fact.event}:${account.id}:${new Date().toISOString()}`,
    payload,
    instagramAccountId: account.id,
    conversationId: null,
    messageId: null,
  };
}

function contextOf(workspaceId: string, { event }: MessageFact, { conversation, contact, account }: ToldMessage) {
  const describeConversation = event === "conversation.started" ? presentConversationDetail : presentConversation;
  return {
    conversation: describeConversation(conversation, contact),
    account: { id: account.id, ...presentAccount(workspaceId, account) },
  };
}

function tell(fact: MessageFact, told: ToldMessage): { key: string; payload: Own<MessageFact["event"]> } {
  const { message, conversation, contact } = told;
  switch (fact.event) {
    case "message.received":
      return {
        key: message.id,
        payload: {
          message: presentReceived(told),
          ...presentReceivedMetadata(message),
        } satisfies Own<"message.received">,
      };
    case "message.sent":
      return {
        key: `${message.instagramAccountId}:${message.mid}`,
        payload: { message: presentSent(told), ...presentSentMetadata(message) } satisfies Own<"message.sent">,
      };
    case "message.read":
      return {
        key: message.id,
        payload: { message: presentMessage(told), statusAt: fact.at.toISOString() } satisfies Own<"message.read">,
      };
    case "message.failed": {
      const statusAt = new Date().toISOString();
      const error = presentFailure(fact.failure);
      return {
        key: `${message.id}:${statusAt}`,
        payload: { message: presentMessage(told), statusAt, error } satisfies Own<"message.failed">,
      };
    }
    case "message.edited":
      return {
        key: `${message.id}:${message.edits.length}:${fact.at.toISOString()}`,
        payload: { message: presentMessage(told), ...presentEdits(message) } satisfies Own<"message.edited">,
      };
    case "message.deleted":
      return {
        key: message.id,
        payload: { message: presentMessage(told), deletedAt: fact.at.toISOString() } satisfies Own<"message.deleted">,
      };
    case "reaction.received":
      return {
        key: [message.id, ...Object.values(fact.change)].join(":"),
        payload: { reaction: presentReaction(fact.change, told) } satisfies Own<"reaction.received">,
      };
    case "referral.received":
      return {
        key: message.id,
        payload: {
          referral: presentReferral(message.referral),
          sender: { id: contact.igsid, contactId: contact.id },
        } satisfies Own<"referral.received">,
      };
    case "conversation.started":
      return {
        key: conversation.id,
        payload: { startedAt: conversation.createdAt.toISOString() } satisfies Own<"conversation.started">,
      };
  }
}
