import type { Given, Route } from "./control.ts";
import { messageNamed, placeNamed } from "./control-customers.ts";
import { changed } from "./control-world.ts";
import { draftFrom } from "./customer-drafts.ts";
import { emitMessage, type Service } from "./events.ts";
import { accountOrDefault } from "./find.ts";
import { Wrong } from "./http.ts";
import { conversationId, digits, mediaId, messageId, threadId } from "./ids.ts";
import { id, number, text } from "./json.ts";
import { addOutbound, react, seenByBusiness, unsend } from "./messages.ts";
import { postSignedRequest } from "./post.ts";
import type { Account, Token } from "./state.ts";
import type { World } from "./store.ts";
import { accountView } from "./views.ts";

const HOUR = 3_600_000;

/** Business accounts: their standing with the app, their tokens, and what the owner does in the Instagram app. */
export const accountRoutes: Route[] = [
  ["GET", "/accounts", ({ world }) => world.state.accounts.map((one) => accountView(world, one))],
  ["POST", "/accounts", addAccount],
  [
    "GET",
    "/accounts/{account}",
    ({ world }, { params }) => accountView(world, accountOrDefault(world, params.account ?? "")),
  ],
  [
    "PATCH",
    "/accounts/{account}",
    ({ world }, { params, body }) => {
      const account = accountOrDefault(world, params.account ?? "");
      return changed(account, body, () => world.changed({ what: "accounts" }));
    },
  ],
  ["DELETE", "/accounts/{account}", deleteAccount],
  ["POST", "/accounts/{account}/messages", typedInApp],
  [
    "POST",
    "/accounts/{account}/unsend",
    (service, given) => {
      const { place, message } = messageNamed(service.world, customerOf(given), withAccount(given));
      if (message.from !== "business") throw new Wrong("only an own message can be unsent");
      unsend(service, place, message);
      return { mid: message.mid };
    },
  ],
  [
    "POST",
    "/accounts/{account}/react",
    (service, given) => {
      const { place, message } = messageNamed(service.world, customerOf(given), withAccount(given));
      react(service, place, message, "business", text(given.body.emoji));
      return { mid: message.mid };
    },
  ],
  [
    "POST",
    "/accounts/{account}/seen",
    ({ world }, given) => seenByBusiness(world, placeNamed(world, customerOf(given), withAccount(given))),
  ],
  ["POST", "/accounts/{account}/self-message", selfMessage],
  ["POST", "/accounts/{account}/token", spoilToken],
  ["POST", "/accounts/{account}/deauthorize", deauthorize],
  [
    "POST",
    "/accounts/{account}/data-deletion",
    ({ world }, { params, body }) => {
      const account = accountOrDefault(world, params.account ?? "");
      const url = text(body.url);
      if (!url) throw new Wrong("data-deletion needs the url of the app's callback");
      return postSignedRequest(world, url, body.user_id === "ig" ? account.user_id : account.id);
    },
  ],
];

const customerOf = ({ body }: Given) => id(body.customer) ?? "";
const withAccount = ({ params, body }: Given) => ({ ...body, account: params.account });

function addAccount({ world }: Service, { body }: Given) {
  const username = text(body.username);
  if (!username) throw new Wrong("an account needs a username");
  const account: Account = {
    user_id: id(body.user_id) ?? `1784${digits(13)}`,
    id: id(body.id) ?? `2${digits(16)}`,
    self_id: `10399${digits(11)}`,
    username,
    name: text(body.name),
    account_type:
      body.account_type === "PERSONAL"
        ? "PERSONAL"
        : body.account_type === "MEDIA_CREATOR"
          ? "MEDIA_CREATOR"
          : "BUSINESS",
    picture: text(body.picture) ?? `sample:face-${username}`,
    followers_count: number(body.followers_count) ?? 0,
    follows_count: 0,
    media_count: 0,
    tester: body.tester !== false,
    message_access: true,
    subscribed_fields: [],
    ice_breakers: [],
    persistent_menu: [],
    posts: [],
    story: { id: mediaId(), asset: "sample:lake" },
  };
  world.state.accounts.push(account);
  world.changed({ what: "accounts" });
  return accountView(world, account);
}

/** The owner deletes the account: Instagram knows it and its tokens no more. Added again under its ids, it is restored. */
function deleteAccount({ world }: Service, { params }: Given) {
  const account = accountOrDefault(world, params.account ?? "");
  world.state.accounts = world.state.accounts.filter((one) => one !== account);
  world.changed({ what: "accounts" });
  return { ok: true };
}

/** The owner types in the Instagram app: no window holds there, and the app hears an echo. */
function typedInApp(service: Service, given: Given) {
  const { world } = service;
  const place = placeNamed(world, customerOf(given), withAccount(given));
  const message = addOutbound(world, place, "app", draftFrom(world, place.account, given.body));
  emitMessage(service, place, message);
  return { mid: message.mid, conversation_id: conversationId(place.thread.id), timestamp: message.at };
}

/** The account writes to itself (facts 2.9): an echo with `is_self`, whose recipient is its own scoped id. */
function selfMessage({ world, webhooks }: Service, { params, body }: Given) {
  const account = accountOrDefault(world, params.account ?? "");
  const at = world.now();
  const mid = messageId(account.user_id, threadId(), at * 1000);
  const message = { mid, text: text(body.text) ?? "Testing the inbox", is_echo: true, is_self: true };
  const event = { sender: { id: account.user_id }, recipient: { id: account.self_id }, timestamp: at, message };
  webhooks.emit({
    account: account.user_id,
    lane: `self:${account.user_id}`,
    field: "messages",
    list: "messaging",
    event,
  });
  return { mid };
}

const INVALID: Record<string, Token["invalid"]> = {
  valid: null,
  revoked: 458,
  checkpoint: 459,
  password: 460,
  session: 463,
  unconfirmed: 464,
  invalid: 467,
  invalid_session: 492,
};

/** Changes all tokens of the account: `state`, `age_hours` (since issue), `remaining_seconds` (until expiry), `scopes`. */
function spoilToken({ world }: Service, { params, body }: Given) {
  const account = accountOrDefault(world, params.account ?? "");
  const state = text(body.state);
  if (state && state !== "expired" && !(state in INVALID)) {
    throw new Wrong(`state must be expired or one of ${Object.keys(INVALID).join(", ")}`);
  }
  const tokens = tokensOf(world, account);
  for (const token of tokens) {
    if (state === "expired") token.expires_at = world.now() - 1000;
    else if (state) token.invalid = INVALID[state] ?? null;
    const age = number(body.age_hours);
    if (age !== null) token.issued_at = world.now() - age * HOUR;
    const remaining = number(body.remaining_seconds);
    if (remaining !== null) token.expires_at = world.now() + remaining * 1000;
    if (Array.isArray(body.scopes)) token.scopes = body.scopes.map(String);
  }
  if (state === "revoked") account.subscribed_fields = [];
  world.changed({ what: "accounts" });
  return tokens.map(({ token, ...rest }) => ({ ...rest, token: `${token.slice(0, 8)}…` }));
}

/** The owner removes the app in Instagram: tokens die (458), webhooks stop, the app's callback is told if given. */
async function deauthorize({ world }: Service, { params, body }: Given) {
  const account = accountOrDefault(world, params.account ?? "");
  for (const token of tokensOf(world, account)) token.invalid = 458;
  account.subscribed_fields = [];
  world.changed({ what: "accounts" });
  const url = text(body.url);
  if (!url) return { ok: true };
  return postSignedRequest(world, url, body.user_id === "ig" ? account.user_id : account.id);
}

function tokensOf(world: World, account: Account): Token[] {
  return world.state.tokens.filter((one) => one.account === account.user_id);
}
