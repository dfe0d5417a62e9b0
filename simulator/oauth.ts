import { consentPage, errorPage } from "./consent-page.ts";
import { accountBy } from "./find.ts";
import { type Answer, type Call, html, redirect } from "./http.ts";
import * as ids from "./ids.ts";
import { SCOPES } from "./scopes.ts";
import type { Account } from "./state.ts";
import type { World } from "./store.ts";

export type Request = { client_id: string; redirect_uri: string; state: string | null; scopes: string[] };

/** The authorization page: shows it, and takes the person's decision from its form (facts 1.1). */
export function authorize(world: World, call: Call): Answer {
  const checked = check(world, call.query);
  if (typeof checked === "string") return html(errorPage(checked), 400);
  if (call.method === "GET" || call.method === "HEAD") return html(consentPage(world, call.url.search, checked));
  if (call.method !== "POST") return html(errorPage("Method not allowed"), 405);
  const form = new URLSearchParams(call.raw.toString("utf8"));
  return decide(world, checked, form);
}

function decide(world: World, request: Request, form: URLSearchParams): Answer {
  if (form.get("decision") !== "allow") {
    return back(request, {
      error: "access_denied",
      error_reason: "user_denied",
      error_description: "The user denied your request",
    });
  }
  const account = accountBy(world, form.get("account"));
  if (!account) return html(errorPage("Sorry, this account isn't available."), 400);
  const refusal = refused(world, account);
  if (refusal) return html(errorPage(refusal), 403);
  const code = {
    code: ids.code(),
    account: account.user_id,
    redirect_uri: request.redirect_uri,
    scopes: request.scopes.filter((scope) => form.getAll("scope").includes(scope)),
    at: world.now(),
    used: false,
  };
  world.state.codes.push(code);
  world.changed();
  const answer = back(request, { code: code.code });
  return redirect(`${answer.headers?.Location}#_`);
}

function refused(world: World, account: Account): string | null {
  if (account.account_type === "PERSONAL" && world.state.app.personal_accounts === "refuse") {
    return `@${account.username} is a personal account. Only professional accounts (Business or Creator) can be connected. Switch to a professional account in the Instagram app and try again.`;
  }
  if (world.state.app.mode === "development" && !account.tester) {
    return "Insufficient developer role";
  }
  return null;
}

function back(request: Request, parameters: Record<string, string>): Answer {
  const location = new URL(request.redirect_uri);
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  if (request.state !== null) location.searchParams.set("state", request.state);
  return redirect(location.href);
}

/** The request if it is one Instagram would show, else the sentence on its error page. */
function check(world: World, query: URLSearchParams): Request | string {
  const { appId, redirectUris } = world.settings;
  if (query.get("client_id") !== appId) {
    return "Invalid Request: Request parameters are invalid: Invalid platform app";
  }
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isAbsolute(redirectUri) || (redirectUris.length > 0 && !redirectUris.includes(redirectUri))) {
    return "Invalid Request: Request parameters are invalid: Invalid redirect_uri";
  }
  if (query.get("response_type") !== "code") {
    return "Invalid Request: Request parameters are invalid: Invalid response_type";
  }
  const scopes = (query.get("scope") ?? "").split(/[\s,]+/).filter(Boolean);
  if (scopes.length === 0 || scopes.some((scope) => !SCOPES[scope])) {
    return "Invalid Request: Request parameters are invalid: Invalid scope";
  }
  if (!scopes.includes("instagram_business_basic")) {
    return "Invalid Request: Request parameters are invalid: instagram_business_basic is required";
  }
  return { client_id: appId, redirect_uri: redirectUri, state: query.get("state"), scopes };
}

function isAbsolute(uri: string): boolean {
  return URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol);
}
