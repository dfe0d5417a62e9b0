import { type ErrorName, type Refusal, refuse, unsupported } from "./errors.ts";
import { accountBy } from "./find.ts";
import { type Answer, type Call, json, parameters } from "./http.ts";
import * as ids from "./ids.ts";
import { id, metaJson, text } from "./json.ts";
import type { Account, Code, Token } from "./state.ts";
import type { World } from "./store.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const INVALID: Record<number, ErrorName> = {
  458: "token_revoked",
  459: "token_checkpoint",
  460: "token_password",
  463: "token_session",
  464: "token_unconfirmed",
  467: "token_bad",
  492: "token_bad_session",
};

export type Caller = { token: Token; account: Account };

/** `POST /oauth/access_token`: code for short-lived token (facts 1.2). Errors are flat, not under `error`. */
export async function exchangeCode(world: World, call: Call): Promise<Answer> {
  if (call.method !== "POST") return flatError("Unsupported request method");
  const given = await parameters(call);
  const field = (name: string) => id(given?.values[name]) ?? "";
  if (field("client_id") !== world.settings.appId) return flatError("Invalid platform app");
  if (field("client_secret") !== world.settings.appSecret) return flatError("Error validating client secret");
  if (field("grant_type") !== "authorization_code") return flatError("Invalid grant_type");
  const code = world.state.codes.find((one) => one.code === field("code"));
  if (!code || code.used || code.at + HOUR < world.now()) {
    return flatError("Matching code was not found or was already used");
  }
  if (code.redirect_uri !== field("redirect_uri")) {
    return flatError(
      "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
    );
  }
  code.used = true;
  return granted(world, code);
}

function granted(world: World, code: Code): Answer {
  const token = issue(world, code.account, "short", code.scopes, HOUR);
  const account = accountBy(world, code.account);
  const userId = account?.id ?? "0";
  const { wrapped_exchange, exchange_user_id_as_string } = world.state.app;
  const body = wrapped_exchange
    ? metaJson({ data: [{ access_token: token.token, user_id: userId, permissions: code.scopes.join(",") }] })
    : `{"access_token":"${token.token}","user_id":${exchange_user_id_as_string ? `"${userId}"` : userId},"permissions":${metaJson(code.scopes)}}`;
  return { status: 200, headers: { "Content-Type": "application/json" }, body };
}

function flatError(error_message: string): Answer {
  return json({ error_type: "OAuthException", code: 400, error_message }, 400);
}

/** `GET /access_token`: short-lived to long-lived token (facts 1.3). */
export function exchangeToken(world: World, call: Call): Answer {
  if (call.query.get("grant_type") !== "ig_exchange_token") throw refuse("invalid_parameter", "Invalid grant_type");
  const { token } = authenticate(world, call);
  if (call.query.get("client_secret") !== world.settings.appSecret) {
    throw refuse("token_invalid", "Error validating client secret.");
  }
  if (token.kind !== "short") throw refuse("invalid_parameter", "Session key invalid: the token is already long-lived");
  return longLived(world, token);
}

/** `GET /refresh_access_token`: only for unexpired long-lived tokens at least 24 hours old (facts 1.4). */
export function refreshToken(world: World, call: Call): Answer {
  if (call.query.get("grant_type") !== "ig_refresh_token") throw refuse("invalid_parameter", "Invalid grant_type");
  const { token } = authenticate(world, call);
  if (token.kind !== "long") throw refuse("invalid_parameter", "The access token is not a long-lived token");
  if (!token.scopes.includes("instagram_business_basic")) throw refuse("permission");
  if (token.issued_at + DAY > world.now()) throw refuse("token_too_young");
  return longLived(world, token);
}

function longLived(world: World, from: Token): Answer {
  const seconds = world.state.app.long_lived_seconds;
  const token = issue(world, from.account, "long", from.scopes, seconds * 1000);
  world.changed({ what: "accounts" });
  return json({ access_token: token.token, token_type: "bearer", expires_in: seconds });
}

function issue(world: World, account: string, kind: Token["kind"], scopes: string[], lifetime: number): Token {
  const issued_at = world.now();
  const token: Token = {
    token: ids.token(),
    account,
    kind,
    issued_at,
    expires_at: issued_at + lifetime,
    scopes,
    invalid: null,
  };
  world.state.tokens.push(token);
  world.changed();
  return token;
}

/** The token of a call, from the query, the Bearer header or a form field. */
export function tokenOf(call: Call, bodyToken: unknown = null): string {
  const [, bearer] = call.headers.authorization?.match(/^(?:Bearer|OAuth)\s+(\S+)$/i) ?? [];
  return bearer ?? call.query.get("access_token") ?? text(bodyToken) ?? "";
}

/** Who calls; refuses with the answers of sections 1.8 and 5. */
export function authenticate(world: World, call: Call, bodyToken: unknown = null): Caller {
  const given = tokenOf(call, bodyToken);
  if (!given) throw unsupported(call.method);
  const token = world.state.tokens.find((one) => one.token === given);
  const account = token ? accountBy(world, token.account) : null;
  if (!token || !account) throw refuse("token_invalid");
  const refusal = tokenRefusal(world, token);
  if (refusal) throw refusal;
  if (world.state.app.deactivated || !account.tester) throw unsupported(call.method);
  return { token, account };
}

function tokenRefusal(world: World, token: Token): Refusal | null {
  if (token.invalid) {
    const name = INVALID[token.invalid] ?? "token_bad";
    if (name !== "token_revoked") return refuse(name);
    const message = `Error validating access token: The user has not authorized application ${world.settings.appId}.`;
    return refuse(name, message);
  }
  if (token.expires_at > world.now()) return null;
  const [then, now] = [meta(token.expires_at), meta(world.now())];
  return refuse(
    "token_expired",
    `Error validating access token: Session has expired on ${then}. The current time is ${now}.`,
  );
}

/** `Friday, 30-Oct-26 02:14:02 PDT`, as Meta prints moments in this message. */
function meta(ms: number): string {
  const zone = { timeZone: "America/Los_Angeles" };
  const parts = new Intl.DateTimeFormat("en-US", {
    ...zone,
    weekday: "long",
    day: "2-digit",
    month: "short",
    year: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).formatToParts(ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const date = `${part("day")}-${part("month")}-${part("year")}`;
  return `${part("weekday")}, ${date} ${part("hour")}:${part("minute")}:${part("second")} ${part("timeZoneName")}`;
}
