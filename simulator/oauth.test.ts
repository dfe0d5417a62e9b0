import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCOUNT, type Pair, startPair } from "./testing.ts";

let pair: Pair;
beforeEach(async () => {
  pair = await startPair();
});
afterEach(() => pair.close());

test("the page offers every account and scope, and Cancel goes back with the refusal", async () => {
  const page = await (await fetch(pair.authorizeUrl())).text();
  for (const part of [
    "brassmoonstudio",
    "nordlicht.keramik",
    "mira.privat",
    "instagram_business_manage_messages",
    ">Allow<",
    ">Cancel<",
  ]) {
    expect(page).toContain(part);
  }
  const body = new URLSearchParams({ decision: "cancel" });
  const response = await fetch(pair.authorizeUrl(), { method: "POST", body, redirect: "manual" });
  const location = new URL(response.headers.get("location") ?? "");
  expect(Object.fromEntries(location.searchParams)).toEqual({
    error: "access_denied",
    error_reason: "user_denied",
    error_description: "The user denied your request",
    state: "st",
  });
});

test("bad requests and personal accounts end on Instagram's own page", async () => {
  const cases: Record<string, string>[] = [
    { client_id: "1" },
    { redirect_uri: "nonsense" },
    { response_type: "token" },
    { scope: "email" },
  ];
  for (const wrong of cases) {
    const response = await fetch(pair.authorizeUrl(wrong));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("Request parameters are invalid");
  }
  const body = new URLSearchParams({ decision: "allow", account: "mira.privat" });
  const response = await fetch(pair.authorizeUrl(), { method: "POST", body, redirect: "manual" });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("personal account");
});

test("code to long-lived token to account, with ids that do not fit a double", async () => {
  const code = await pair.code();
  const first = await pair.exchange(code);
  expect(first.text).toMatch(/"user_id":27310846592217703,"permissions":\["instagram_business_basic"/);
  const again = await pair.exchange(code);
  expect(again.status).toBe(400);
  expect(JSON.parse(again.text)).toEqual({
    error_type: "OAuthException",
    code: 400,
    error_message: "Matching code was not found or was already used",
  });
  const token = await pair.longToken(JSON.parse(first.text).access_token);
  const me = await pair.graph(token, "GET", "/me?fields=user_id,username,account_type");
  expect(me.body).toEqual({
    user_id: ACCOUNT,
    username: "brassmoonstudio",
    account_type: "BUSINESS",
    id: "27310846592217703",
  });
  const bad = await pair.graph(token, "GET", "/me?fields=user_id,nonsense");
  expect(bad.status).toBe(400);
  expect(bad.body.error).toMatchObject({ code: 100, message: "Tried accessing nonexisting field (nonsense)" });
});

test("multipart exchange, wrapped answer, partial consent, mismatched redirect, code of an hour", async () => {
  await pair.control("PATCH", "/app", { wrapped_exchange: true });
  const form = new FormData();
  const fields = { grant_type: "authorization_code", redirect_uri: "https://inbox.example/callback" };
  const code = await pair.code("brassmoonstudio", ["instagram_business_basic"]);
  const all = { client_id: pair.settings.appId, client_secret: pair.settings.appSecret, code, ...fields };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  const wrapped = await (await fetch(`${pair.base}/oauth/access_token`, { method: "POST", body: form })).json();
  expect(wrapped).toMatchObject({ data: [{ user_id: "27310846592217703", permissions: "instagram_business_basic" }] });
  const other = await pair.exchange(await pair.code(), { redirect_uri: "https://inbox.example/callback/" });
  expect(other.text).toContain("redirect_uri is identical");
  const late = await pair.code();
  await pair.control("POST", "/clock", { advance_hours: 1.01 });
  expect((await pair.exchange(late)).status).toBe(400);
});

test("refresh: refused before 24 hours and after expiry, good in between; revoked and removed access say so", async () => {
  const token = await pair.connect();
  const refresh = () => fetch(`${pair.base}/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`);
  expect((await refresh()).status).toBe(400);
  await pair.control("POST", "/accounts/brassmoonstudio/token", { age_hours: 25 });
  const fresh = await (await refresh()).json();
  expect(fresh).toMatchObject({ token_type: "bearer", expires_in: 5_184_000 });
  const steps = [
    ["expired", 190, undefined],
    ["revoked", 190, 458],
    ["password", 190, 460],
  ] as const;
  for (const [state, code, subcode] of steps) {
    await pair.control("POST", "/accounts/brassmoonstudio/token", { state });
    const { error } = (await pair.graph(token, "GET", "/me")).body;
    expect([error.code, error.error_subcode]).toEqual([code, subcode]);
  }
  await pair.control("POST", "/accounts/brassmoonstudio/token", { state: "valid", remaining_seconds: 1000 });
  await pair.control("PATCH", "/accounts/brassmoonstudio", { tester: false });
  const standing = await pair.graph(token, "GET", "/me");
  expect(standing.body.error).toMatchObject({ code: 100, message: "Unsupported request - method type: get" });
  const nobody = await fetch(`${pair.base}/v26.0/me`);
  expect(await nobody.json()).toMatchObject({ error: { code: 100 } });
});
