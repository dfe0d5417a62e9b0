import type { Route } from "./control.ts";
import { draftFrom } from "./customer-drafts.ts";
import { emit, emitChange, type Service } from "./events.ts";
import { accountOrDefault, customerBy, igsidFor, messageIn, type Place, threadOf } from "./find.ts";
import { Wrong } from "./http.ts";
import { commentId, conversationId, scopedId } from "./ids.ts";
import { id, isObject, type Json, number, object, text } from "./json.ts";
import { edit, placeFor, react, receive, seen, unsend } from "./messages.ts";
import type { Customer, Message, Update } from "./state.ts";
import type { World } from "./store.ts";
import { customerView } from "./views.ts";

/** What customers do: `{customer}` is an IGSID or username, `account` an id or username (default: the connected one). */
export const customerRoutes: Route[] = [
  [
    "GET",
    "/customers",
    ({ world }, { query }) => world.state.customers.map((one) => customerView(world, one, query.get("account"))),
  ],
  ["POST", "/customers", addCustomer],
  [
    "GET",
    "/customers/{customer}",
    ({ world }, { params, query }) => customerView(world, customerNamed(world, params.customer), query.get("account")),
  ],
  ["PATCH", "/customers/{customer}", changeCustomer],
  ["POST", "/customers/{customer}/messages", write],
  [
    "POST",
    "/customers/{customer}/react",
    (service, { params, body }) => reactTo(service, params.customer, body, text(body.emoji) ?? "❤️"),
  ],
  [
    "POST",
    "/customers/{customer}/unreact",
    (service, { params, body }) => reactTo(service, params.customer, body, null),
  ],
  [
    "POST",
    "/customers/{customer}/edit",
    (service, { params, body }) => {
      const { place, message } = messageNamed(service.world, params.customer, body);
      if (message.from !== "customer" || message.is_deleted) throw new Wrong("only an own message can be edited");
      edit(service, place, message, text(body.text) ?? "");
      return { mid: message.mid, num_edit: message.num_edit };
    },
  ],
  [
    "POST",
    "/customers/{customer}/unsend",
    (service, { params, body }) => {
      const { place, message } = messageNamed(service.world, params.customer, body);
      if (message.from !== "customer") throw new Wrong("only an own message can be unsent");
      unsend(service, place, message);
      return { mid: message.mid };
    },
  ],
  [
    "POST",
    "/customers/{customer}/seen",
    (service, { params, body }) => {
      const place = placeNamed(service.world, params.customer, body);
      return { mid: seen(service, place, text(body.mid)) };
    },
  ],
  ["POST", "/customers/{customer}/comments", comment],
];

export function customerNamed(world: World, name = ""): Customer {
  const customer = customerBy(world, decodeURIComponent(name));
  if (!customer) throw new Wrong(`there is no customer ${name}`);
  return customer;
}

export function placeNamed(world: World, customer: string | undefined, body: Json): Place {
  return placeFor(world, accountOrDefault(world, id(body.account)), customerNamed(world, customer));
}

export function messageNamed(world: World, customer: string | undefined, body: Json) {
  const place = placeNamed(world, customer, body);
  const message = messageIn(place.thread, text(body.mid) ?? "");
  if (!message) throw new Wrong("there is no message with this mid in the conversation");
  return { place, message };
}

function addCustomer({ world }: Service, { body }: { body: Json }) {
  const username = text(body.username);
  if (!username || !/^[\w.]{1,30}$/.test(username))
    throw new Wrong("a customer needs a username of letters, digits, dots and underscores");
  if (customerBy(world, username)) throw new Wrong(`there is already a customer ${username}`);
  const customer: Customer = {
    igsid: id(body.igsid) ?? scopedId(),
    igsids: {},
    username,
    name: body.name === null ? null : (text(body.name) ?? username),
    picture: body.picture === null ? null : (text(body.picture) ?? `sample:face-${username}`),
    follower_count: number(body.follower_count) ?? 0,
    is_verified_user: body.is_verified_user === true,
    is_user_follow_business: body.is_user_follow_business === true,
    is_business_follow_user: body.is_business_follow_user === true,
    consented: [],
    consents_always: body.consents_always === true,
    unavailable: false,
  };
  world.state.customers.push(customer);
  const account = id(body.account);
  if (account) igsidFor(customer, accountOrDefault(world, account));
  world.changed({ what: "customers" });
  return customerView(world, customer, account);
}

const CHANGEABLE = [
  "username",
  "name",
  "picture",
  "follower_count",
  "is_verified_user",
  "is_user_follow_business",
  "is_business_follow_user",
  "consents_always",
  "consented",
  "unavailable",
];

function changeCustomer({ world }: Service, { params, body }: { params: Record<string, string>; body: Json }) {
  const customer = customerNamed(world, params.customer);
  Object.assign(customer, Object.fromEntries(Object.entries(body).filter(([key]) => CHANGEABLE.includes(key))));
  world.changed({ what: "customers" });
  return customerView(world, customer, null);
}

function write(service: Service, { params, body }: { params: Record<string, string>; body: Json }) {
  const { world } = service;
  const account = accountOrDefault(world, id(body.account));
  const customer = customerNamed(world, params.customer);
  if (body.kind === "postback") return postback(service, placeFor(world, account, customer), body);
  if (body.kind === "referral") return referral(service, placeFor(world, account, customer), body);
  if (body.kind === "raw") return raw(service, placeFor(world, account, customer), body);
  return written(
    receive(service, account, customer, draftFrom(world, account, body)),
    placeFor(world, account, customer),
  );
}

function written(message: Message, { account, customer, thread }: Place) {
  const conversation_id = conversationId(thread.id);
  return { mid: message.mid, igsid: igsidFor(customer, account), conversation_id, timestamp: message.at };
}

/** A tap on an ice breaker, menu entry or button: shows as a message of the customer and opens the window. */
function postback(service: Service, place: Place, body: Json) {
  const title = text(body.title) ?? "What are your opening hours?";
  const payload = text(body.payload) ?? "ICE_HOURS";
  const referral = isObject(body.referral) ? { referral: body.referral } : {};
  const draft = { kind: "postback", text: title };
  const message = receive(service, place.account, place.customer, draft, (_, __, { mid, at }) => {
    emit(service, place, "messaging_postbacks", "in", at, { postback: { mid, title, payload, ...referral } });
  });
  return written(message, place);
}

function referral(service: Service, place: Place, body: Json) {
  const given = { ref: text(body.ref) ?? "flyer-basel", source: text(body.source) ?? "SHORTLINK", type: "OPEN_THREAD" };
  emit(service, place, "messaging_referral", "in", service.world.now(), { referral: given });
  return { igsid: igsidFor(place.customer, place.account) };
}

/** Any event at all; its keys stand over sender, recipient and timestamp, and `null` takes one of those away. */
function raw(service: Service, place: Place, body: Json) {
  const event = object(body.event);
  const igsid = igsidFor(place.customer, place.account);
  const whole = {
    sender: { id: igsid },
    recipient: { id: place.account.user_id },
    timestamp: service.world.now(),
    ...event,
  };
  const kept = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
  const list = (text(body.list) ?? "messaging") as Update["list"];
  const field = text(body.field) ?? "messages";
  service.webhooks.emit({ account: place.account.user_id, lane: place.thread.id, field, list, event: kept });
  return { igsid };
}

function reactTo(service: Service, customer: string | undefined, body: Json, emoji: string | null) {
  const { place, message } = messageNamed(service.world, customer, body);
  react(service, place, message, "customer", emoji);
  return { mid: message.mid };
}

function comment(service: Service, { params, body }: { params: Record<string, string>; body: Json }) {
  const { world } = service;
  const account = accountOrDefault(world, id(body.account));
  const customer = customerNamed(world, params.customer);
  const made = {
    id: commentId(),
    account: account.user_id,
    customer: customer.igsid,
    media_id: id(body.media_id) ?? account.posts[0]?.id ?? "0",
    text: text(body.text) ?? "Price please",
    at: world.now() - (number(body.ago_seconds) ?? 0) * 1000,
    live: body.live === true,
    replied: false,
  };
  world.state.comments.push(made);
  const value = {
    from: { id: igsidFor(customer, account), username: customer.username },
    media: { id: made.media_id, media_product_type: made.live ? "LIVE" : "FEED" },
    id: made.id,
    ...(id(body.parent_id) ? { parent_id: id(body.parent_id) } : {}),
    text: made.text,
  };
  emitChange(
    service,
    account,
    made.live ? "live_comments" : "comments",
    value,
    body.flat === true ? "flat" : "changes",
  );
  world.changed();
  return {
    comment_id: made.id,
    igsid: igsidFor(customer, account),
    thread: threadOf(world, account, customer)?.id ?? null,
  };
}
