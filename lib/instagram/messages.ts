import { InstagramError } from "./errors.ts";
import { type CallOptions, callGraph } from "./graph.ts";
import { asId, type JsonObject, own } from "./json.ts";
import { type OutgoingMessage, toMessageBody } from "./outgoing.ts";
import type { Usage } from "./usage.ts";

export type { OutgoingMessage } from "./outgoing.ts";
export { MAX_TEXT_BYTES, splitText, utf8Length } from "./text.ts";

export type SendInput = {
  recipientId: string;
  message: OutgoingMessage;
  /** Opens the seven days after the window; needs the Human Agent feature. */
  tag?: "HUMAN_AGENT" | null;
  /** The message this one quotes. */
  replyToMid?: string | null;
};

/** `recipientId` is null only where Instagram named none. */
export type SentMessage = { recipientId: string | null; mid: string; usage: Usage };

/**
 * Sends one message (facts 3). There is no idempotency key: after an error of kind `unknown` the message may have arrived and
 * must not be sent again blindly. A 200 without a message id, or for someone else, is `unknown` too.
 */
export async function sendMessage(
  token: string,
  igId: string,
  input: SendInput,
  options: CallOptions = {},
): Promise<SentMessage> {
  const json: JsonObject = { recipient: { id: input.recipientId }, message: toMessageBody(input.message) };
  if (input.tag) Object.assign(json, { messaging_type: "MESSAGE_TAG", tag: input.tag });
  else if (input.message.type === "text" && input.message.quickReplies?.length) json.messaging_type = "RESPONSE";
  if (input.replyToMid) json.reply_to = { mid: input.replyToMid };
  return post(token, igId, json, input.recipientId, options);
}

export type SendTextInput = Omit<SendInput, "message"> & { text: string };

/** A text of at most MAX_TEXT_BYTES; longer ones go through `splitText` first. */
export function sendText(
  token: string,
  igId: string,
  input: SendTextInput,
  options: CallOptions = {},
): Promise<SentMessage> {
  const { text, ...rest } = input;
  return sendMessage(token, igId, { ...rest, message: { type: "text", text } }, options);
}

/** Answers a comment in private: once per comment, within seven days; it opens no window (facts 3). */
export function sendPrivateReply(
  token: string,
  igId: string,
  { commentId, text }: { commentId: string; text: string },
  options: CallOptions = {},
): Promise<SentMessage> {
  return post(token, igId, { recipient: { comment_id: commentId }, message: { text } }, null, options);
}

/** Reacts to a message with an emoji (or `love`), or takes the reaction back with null. Sending again replaces. */
export async function sendReaction(
  token: string,
  igId: string,
  { recipientId, mid, emoji }: { recipientId: string; mid: string; emoji: string | null },
  options: CallOptions = {},
): Promise<void> {
  const action: JsonObject =
    emoji === null
      ? { sender_action: "unreact", payload: { message_id: mid } }
      : { sender_action: "react", payload: { message_id: mid, reaction: emoji } };
  await callGraph({ ...messagesCall(token, igId, options), json: { recipient: { id: recipientId }, ...action } });
}

export type SenderAction = "typing_on" | "typing_off" | "mark_seen";

/** Shows typing, or marks the customer's messages as seen. */
export async function sendAction(
  token: string,
  igId: string,
  { recipientId, action }: { recipientId: string; action: SenderAction },
  options: CallOptions = {},
): Promise<void> {
  await callGraph({
    ...messagesCall(token, igId, options),
    json: { recipient: { id: recipientId }, sender_action: action },
  });
}

async function post(
  token: string,
  igId: string,
  json: JsonObject,
  asked: string | null,
  options: CallOptions,
): Promise<SentMessage> {
  const { body, usage } = await callGraph({ ...messagesCall(token, igId, options), json });
  const mid = asId(own(body, "message_id"), 1024);
  const recipientId = asId(own(body, "recipient_id"));
  if (mid === null || (asked !== null && recipientId !== null && recipientId !== asked)) {
    throw new InstagramError({ kind: "unknown", key: "unexpected_answer", httpStatus: 200 });
  }
  return { recipientId, mid, usage };
}

function messagesCall(token: string, igId: string, options: CallOptions) {
  return { ...options, method: "POST", token, path: [igId, "messages"], object: "{account}" } as const;
}
