import { emit, emitMessage, type Service } from "./events.ts";
import { igsidFor, messageIn, openThread, type Place } from "./find.ts";
import { messageId } from "./ids.ts";
import type { Json } from "./json.ts";
import type { Account, Customer, Message, Thread } from "./state.ts";
import type { World } from "./store.ts";

export type Draft = {
  kind?: string;
  text?: string | null;
  attachments?: Message["attachments"];
  reply_to?: Message["reply_to"];
  quick_replies?: Message["quick_replies"];
  extra?: Json;
  is_unsupported?: boolean;
  at?: number;
};

/** A customer writes: opens the 24-hour window, marks the business's messages read, and tells the app. */
export function receive(
  service: Service,
  account: Account,
  customer: Customer,
  draft: Draft,
  tell: typeof emitMessage = emitMessage,
): Message {
  const { world } = service;
  const place = placeFor(world, account, customer);
  const message = add(world, place, "customer", "customer", draft);
  place.thread.last_inbound_at = Math.max(place.thread.last_inbound_at ?? 0, message.at);
  consent(customer, account);
  tell(service, place, message);
  return message;
}

/** The business has written, by API or in the Instagram app. The echo is the caller's, who knows when. */
export function addOutbound(world: World, place: Place, via: "api" | "app", draft: Draft): Message {
  const message = add(world, place, "business", via, draft);
  place.thread.business_typing_until = 0;
  seenByBusiness(world, place);
  return message;
}

export function placeFor(world: World, account: Account, customer: Customer): Place {
  igsidFor(customer, account);
  return { account, customer, thread: openThread(world, account, customer) };
}

function consent(customer: Customer, account: Account) {
  if (!customer.consented.includes(account.user_id)) customer.consented.push(account.user_id);
}

/** Reacts to a message; a second reaction of the same side replaces the first. The app hears of the customer's only. */
export function react(
  service: Service,
  place: Place,
  message: Message,
  by: "customer" | "business",
  emoji: string | null,
) {
  const { world } = service;
  message.reactions = message.reactions.filter((one) => one.by !== by);
  const name = reactionName(emoji ?? "");
  const shown = emoji === "love" ? "❤️" : (emoji ?? "");
  if (emoji) message.reactions.push({ by, emoji: shown, reaction: name });
  if (by === "customer") {
    const body = emoji ? { action: "react", reaction: name, emoji: shown } : { action: "unreact" };
    emit(service, place, "message_reactions", "in", world.now(), { reaction: { mid: message.mid, ...body } });
  }
  touch(world, place);
}

export function edit(service: Service, place: Place, message: Message, text: string) {
  message.text = text;
  message.num_edit++;
  const body = { mid: message.mid, text, num_edit: message.num_edit };
  emit(service, place, "message_edit", "in", service.world.now(), { message_edit: body });
  touch(service.world, place);
}

/** Takes a message back; content goes, the app hears its old id with `is_deleted`. */
export function unsend(service: Service, place: Place, message: Message) {
  message.is_deleted = true;
  message.text = null;
  message.attachments = [];
  message.reactions = [];
  const direction = message.from === "customer" ? "in" : "out";
  const body = { mid: message.mid, ...(direction === "out" ? { is_echo: true } : {}), is_deleted: true };
  emit(service, place, "messages", direction, service.world.now(), { message: body });
  touch(service.world, place);
}

/** The customer has seen the thread up to a message of the business: one event, no watermark (facts 2.6). */
export function seen(service: Service, place: Place, mid: string | null): string | null {
  const { thread } = place;
  const last = mid
    ? messageIn(thread, mid)
    : thread.messages.findLast((one) => one.from === "business" && !one.is_deleted);
  if (last?.from !== "business" || last.read) return null;
  for (const one of thread.messages) if (one.from === "business" && one.at <= last.at) one.read = true;
  emit(service, place, "messaging_seen", "in", service.world.now(), { read: { mid: last.mid } });
  touch(service.world, place);
  return last.mid;
}

export function seenByBusiness(world: World, place: Place) {
  const last = place.thread.messages.findLast((one) => one.from === "customer");
  if (last) place.thread.business_seen_mid = last.mid;
  touch(world, place);
}

export function touch(world: World, place: Place) {
  world.changed({ what: "thread", account: place.account.user_id, customer: place.customer.igsid });
}

function add(world: World, place: Place, from: Message["from"], via: Message["via"], draft: Draft): Message {
  const micros = nextMicros(world, place.thread, draft.at);
  const at = Math.floor(micros / 1000);
  const message: Message = {
    mid: messageId(place.account.user_id, place.thread.id, micros),
    from,
    via,
    kind: draft.kind ?? "text",
    at,
    text: draft.text ?? null,
    attachments: draft.attachments ?? [],
    reply_to: replyOf(place, from, draft),
    ...(draft.quick_replies ? { quick_replies: draft.quick_replies } : {}),
    ...(draft.extra ? { extra: draft.extra } : {}),
    reactions: [],
    is_unsupported: draft.is_unsupported ?? false,
    is_deleted: false,
    num_edit: 0,
    read: false,
  };
  const { messages } = place.thread;
  const later = messages.findLastIndex((one) => one.at <= at);
  messages.splice(later + 1, 0, message);
  place.thread.updated_at = Math.max(place.thread.updated_at, at);
  touch(world, place);
  return message;
}

/** What a message answers; a customer's webhook also says whether it was a message of his own. */
function replyOf({ thread }: Place, from: Message["from"], { reply_to }: Draft): Message["reply_to"] {
  if (!reply_to || !("mid" in reply_to) || from === "business") return reply_to ?? null;
  return { mid: reply_to.mid, is_self_reply: messageIn(thread, reply_to.mid)?.from === "customer" };
}

/** Microseconds of now, or of a given past moment; never twice the same in a thread. */
function nextMicros(world: World, { messages }: Thread, at?: number): number {
  if (at !== undefined) {
    const within = messages.filter((one) => one.at === Math.floor(at)).length;
    return Math.floor(at) * 1000 + within;
  }
  const base = Math.floor(world.now() * 1000) + Math.floor((performance.now() * 1000) % 1000);
  const last = world.state.last_micros;
  const micros = base <= last && last - base < 1_000_000 ? last + 1 : base;
  world.state.last_micros = micros;
  return micros;
}

function reactionName(emoji: string): string {
  const names: Record<string, string> = {
    love: "love",
    "❤": "love",
    "❤️": "love",
    "😆": "smile",
    "😂": "smile",
    "😮": "wow",
    "😢": "sad",
    "😠": "angry",
    "😡": "angry",
    "👍": "like",
  };
  return names[emoji] ?? "other";
}
