import { env } from "#lib/env.ts";
import { InstagramError } from "./errors.ts";
import { type CallOptions, callGraph } from "./graph.ts";
import { asId, asList, asNumber, asText, type Json, type JsonObject, own } from "./json.ts";

export type ShortLivedToken = { accessToken: string; userId: string | null; permissions: string[] };
/** `permissions` is null when the answer does not tell, which is the documented case (facts 1.4). */
export type LongLivedToken = { accessToken: string; expiresInSeconds: number; permissions: string[] | null };

/** Where a browser goes to grant access (facts 1.1). `state` comes back unchanged on the redirect. */
export function authorizeUrl({ state }: { state: string }): string {
  const settings = env();
  const url = new URL(settings.INSTAGRAM_AUTHORIZE_URL);
  url.searchParams.set("client_id", settings.INSTAGRAM_CLIENT_ID);
  url.searchParams.set("redirect_uri", settings.INSTAGRAM_REDIRECT_URI);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("scope", settings.INSTAGRAM_SCOPES.join(","));
  url.searchParams.set("state", state);
  url.searchParams.set("enable_fb_login", "0");
  url.searchParams.set("force_reauth", "true");
  return url.href;
}

/**
 * Code to a token of one hour, with what the person really granted (facts 1.2). `userId` is app-scoped and no routing id. A
 * refused code is kind `invalid`, key `code_refused`; an answer without a token fails here, not one call later.
 */
export async function exchangeCode(code: string, options: CallOptions = {}): Promise<ShortLivedToken> {
  const settings = env();
  const { body } = await callGraph({
    ...options,
    method: "POST",
    host: "api",
    path: ["oauth", "access_token"],
    form: {
      client_id: settings.INSTAGRAM_CLIENT_ID,
      client_secret: settings.INSTAGRAM_CLIENT_SECRET,
      grant_type: "authorization_code",
      redirect_uri: settings.INSTAGRAM_REDIRECT_URI,
      code: code.replace(/#_$/, ""),
    },
  });
  const answer = unwrap(body);
  return {
    accessToken: requireToken(answer),
    userId: asId(own(answer, "user_id")),
    permissions: readPermissions(own(answer, "permissions")),
  };
}

/** One hour to sixty days (facts 1.3). The path has no version and takes the token in its query. */
export function exchangeForLongLived(shortLivedToken: string, options: CallOptions = {}): Promise<LongLivedToken> {
  return requestLongLived("access_token", options, {
    grant_type: "ig_exchange_token",
    client_secret: env().INSTAGRAM_CLIENT_SECRET,
    access_token: shortLivedToken,
  });
}

/** New sixty days for a token that is at least a day old and not expired (facts 1.4). Store the new token at once. */
export function refreshLongLived(token: string, options: CallOptions = {}): Promise<LongLivedToken> {
  return requestLongLived("refresh_access_token", options, { grant_type: "ig_refresh_token", access_token: token });
}

async function requestLongLived(
  path: string,
  options: CallOptions,
  query: Record<string, string>,
): Promise<LongLivedToken> {
  const { body } = await callGraph({ ...options, host: "graph_unversioned", path: [path], query });
  const answer = unwrap(body);
  const expiresInSeconds = asNumber(own(answer, "expires_in"));
  if (expiresInSeconds === null || expiresInSeconds <= 0) throw unexpectedAnswer();
  const permissions = own(answer, "permissions");
  return {
    accessToken: requireToken(answer),
    expiresInSeconds,
    permissions: permissions === undefined ? null : readPermissions(permissions),
  };
}

/** Both shapes exist: flat, and wrapped as `{"data":[{…}]}`. */
function unwrap(body: JsonObject): Json {
  return asList(own(body, "data"))[0] ?? body;
}

function requireToken(answer: Json): string {
  const token = own(answer, "access_token");
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) throw unexpectedAnswer();
  return token;
}

function unexpectedAnswer(): InstagramError {
  return new InstagramError({ kind: "unknown", key: "unexpected_answer", httpStatus: 200 });
}

function readPermissions(value: Json | undefined): string[] {
  return asList(value)
    .flatMap((item) => (asText(item) ?? "").split(","))
    .map((item) => item.trim())
    .filter(Boolean);
}
