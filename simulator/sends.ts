import { messageFrom } from "./drafts.ts";
import { refuse } from "./errors.ts";
import { emitMessage, type Service } from "./events.ts";
import { customerOf, igsidFor, messageIn, type Place, threadOf } from "./find.ts";
import type { GraphCall } from "./graph.ts";
import { type Answer, ok } from "./http.ts";
import { id, isObject, type Json, object, text } from "./json.ts";
import { addOutbound, placeFor, react, seenByBusiness, touch } from "./messages.ts";
import { mayUseMessages } from "./permissions.ts";
import type { Comment, Message } from "./state.ts";
import type { World } from "./store.ts";

const HOUR = 3_600_000;
const WINDOW = 24 * HOUR;
const HUMAN_AGENT_WINDOW = 7 * 24 * HOUR;

/** `POST /{IG_ID}/messages` (facts 3): messages, reactions and sender actions. */
export async function sendMessage(service: Service, request: GraphCall): Promise<Answer> {
  const { caller, values } = request;
  const { world } = service;
  mayUseMessages(caller);
  const recipient = object(values.recipient);
  const commentId = id(recipient.comment_id);
  if (commentId) return privateReply(service, request, commentId);
  const place = placeOfRecipient(world, request, id(recipient.id));
  if (place.customer.unavailable) throw refuse("unavailable");
  if (values.sender_action !== undefined) {
    if (values.message !== undefined) throw refuse("action_with_message");
    return senderAction(service, place, values);
  }
  if (place.thread.owner === "other") throw refuse("thread_owner");
  checkWindow(world, place, values);
  const draft = await messageFrom(world, place, values);
  return accepted(service, place, addOutbound(world, place, "api", draft));
}

async function accepted(service: Service, place: Place, message: Message): Promise<Answer> {
  const answer = ok({ recipient_id: igsidFor(place.customer, place.account), message_id: message.mid });
  if (service.world.state.webhooks.echo !== "before") {
    return { ...answer, after: () => emitMessage(service, place, message) };
  }
  emitMessage(service, place, message);
  await service.webhooks.settled(2000);
  return answer;
}

function placeOfRecipient(world: World, { caller }: GraphCall, igsid: string | null): Place {
  if (!igsid) throw refuse("invalid_parameter", "(#100) The parameter recipient is required");
  const { account } = caller;
  const customer = customerOf(world, account, igsid);
  if (!customer) throw refuse("user_not_found");
  const thread = threadOf(world, account, customer);
  if (!thread) throw refuse("window_closed");
  return { account, customer, thread };
}

/** 24 hours from the customer's latest message, seven days for a human agent (facts 3.1). */
function checkWindow(world: World, { thread }: Place, values: Json) {
  const type = text(values.messaging_type);
  const tag = text(values.tag);
  if (type && !["RESPONSE", "UPDATE", "MESSAGE_TAG"].includes(type)) {
    throw refuse("invalid_parameter", "(#100) Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}");
  }
  if (type === "MESSAGE_TAG" && !tag) throw refuse("invalid_parameter", "(#100) The parameter tag is required");
  if (tag && tag !== "HUMAN_AGENT") throw refuse("invalid_parameter", `(#100) Invalid message tag ${tag}`);
  if (tag && !world.state.app.human_agent) throw refuse("permission");
  const age = world.now() - (thread.last_inbound_at ?? Number.NEGATIVE_INFINITY);
  if (age > (tag ? HUMAN_AGENT_WINDOW : WINDOW)) throw refuse("window_closed");
}

function senderAction(service: Service, place: Place, values: Json): Answer {
  const { world } = service;
  const { thread, account, customer } = place;
  const payload = object(values.payload);
  const action = text(values.sender_action);
  if (action === "react" || action === "unreact") {
    const message = messageIn(thread, id(payload.message_id) ?? "");
    if (!message || message.is_deleted) throw refuse("invalid_message");
    if (thread.owner === "other") throw refuse("thread_owner");
    checkWindow(world, place, {});
    const emoji = action === "react" ? (text(payload.reaction) ?? "") : null;
    if (emoji !== null && emoji !== "love" && !/^\p{Emoji}/u.test(emoji)) throw refuse("invalid_message");
    react(service, place, message, "business", emoji);
  } else if (action === "typing_on" || action === "typing_off") {
    onlyAction(values);
    thread.business_typing_until = action === "typing_on" ? Date.now() + 20_000 : 0;
    touch(world, place);
  } else if (action === "mark_seen") {
    onlyAction(values);
    seenByBusiness(world, place);
  } else
    throw refuse(
      "invalid_parameter",
      "(#100) Param sender_action must be one of {react, unreact, typing_on, typing_off, mark_seen}",
    );
  return ok({ recipient_id: igsidFor(customer, account) });
}

function onlyAction(values: Json) {
  const others = Object.keys(values).filter((key) => !["recipient", "sender_action", "access_token"].includes(key));
  if (others.length > 0)
    throw refuse("invalid_parameter", `(#100) Unexpected parameter ${others[0]} with sender_action`);
}

/** One reply per comment within seven days; it does not open the window (facts 3). */
async function privateReply(service: Service, { caller, values }: GraphCall, commentId: string): Promise<Answer> {
  const { world } = service;
  const comment = world.state.comments.find((one) => one.id === commentId && one.account === caller.account.user_id);
  const customer = world.state.customers.find((one) => one.igsid === comment?.customer);
  if (!comment || !customer || !mayAnswer(world, comment)) throw refuse("invalid_comment");
  if (!isObject(values.message)) throw refuse("invalid_message");
  const place = placeFor(world, caller.account, customer);
  const draft = await messageFrom(world, place, values);
  comment.replied = true;
  return accepted(service, place, addOutbound(world, place, "api", draft));
}

function mayAnswer(world: World, comment: Comment): boolean {
  return !comment.replied && world.now() - comment.at <= HUMAN_AGENT_WINDOW;
}
