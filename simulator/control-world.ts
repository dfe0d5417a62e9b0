import type { Route } from "./control.ts";
import { placeNamed } from "./control-customers.ts";
import type { Service } from "./events.ts";
import { accountOrDefault, customerBy } from "./find.ts";
import { Wrong } from "./http.ts";
import { type Json, number, text } from "./json.ts";
import { assetBy, mediaPath, storeAsset } from "./media.ts";
import { authorize } from "./oauth.ts";
import { PHOTOS } from "./samples.ts";
import type { World } from "./store.ts";
import { sniff } from "./uploads.ts";
import { threadView } from "./views.ts";

const HOUR = 3_600_000;

/** State, clock, ledgers, windows, media. */
export const worldRoutes: Route[] = [
  ["GET", "/state", ({ world }) => world.state],
  ["POST", "/reset", ({ world }, { body }) => world.reset(body.keep === "connections" ? "connections" : undefined)],
  ["GET", "/ledger", ({ world }, { query }) => filtered(world.state.sends, query)],
  ["GET", "/calls", ({ world }, { query }) => filtered(world.state.calls, query)],
  ["GET", "/fetches", ({ world }) => world.state.fetches],
  ["DELETE", "/ledger", ({ world }) => emptied(world, "sends")],
  ["DELETE", "/calls", ({ world }) => emptied(world, "calls")],
  ["GET", "/clock", ({ world }) => ({ now: world.now(), offset_ms: world.state.clock_offset })],
  ["POST", "/clock", setClock],
  [
    "GET",
    "/app",
    ({ world }) => ({ app_id: world.settings.appId, redirect_uris: world.settings.redirectUris, ...world.state.app }),
  ],
  ["PATCH", "/app", ({ world }, { body }) => changed(world.state.app, body, () => world.changed({ what: "accounts" }))],
  ["POST", "/authorize", authorizeByHand],
  ["GET", "/threads", readThread],
  ["POST", "/window", moveWindow],
  ["POST", "/thread-owner", setOwner],
  ["GET", "/photos", ({ world }) => PHOTOS.map((one) => ({ ...one, url: mediaPath(world, `sample:${one.name}`) }))],
  ["GET", "/media", ({ world }) => world.state.assets],
  ["POST", "/media", upload],
  ["POST", "/media/{asset}/expire", ({ world }, { params }) => void assetNamed(world, params.asset).generation++],
  [
    "DELETE",
    "/media/{asset}",
    ({ world }, { params }) => {
      const asset = assetNamed(world, params.asset);
      world.state.assets = world.state.assets.filter((one) => one !== asset);
      world.changed();
    },
  ],
];

function emptied(world: World, ledger: "sends" | "calls") {
  world.state[ledger] = [];
  world.changed({ what: ledger });
}

function filtered(entries: object[], query: URLSearchParams): object[] {
  const since = Number(query.get("since") ?? 0);
  const wanted = [...query].filter(([key]) => key !== "since");
  return entries.filter((entry) => {
    const fields = entry as Json;
    return Number(fields.n) > since && wanted.every(([key, value]) => String(fields[key]) === value);
  });
}

/** Sets the switches that exist; a wrong name or kind of value is refused. */
export function changed<T extends object>(target: T, body: Json, done: () => void): T {
  const fields = target as Json;
  for (const [key, value] of Object.entries(body)) {
    if (!(key in target)) throw new Wrong(`there is no switch ${key}; known: ${Object.keys(target).join(", ")}`);
    const now = fields[key];
    if (now !== null && value !== null && typeof now !== typeof value)
      throw new Wrong(`${key} must be a ${typeof now}`);
  }
  Object.assign(target, body);
  done();
  return target;
}

function setClock({ world }: Service, { body }: { body: Json }) {
  const hours = (number(body.advance_hours) ?? 0) * HOUR;
  const offset = number(body.offset_ms) ?? world.state.clock_offset + (number(body.advance_ms) ?? 0) + hours;
  world.state.clock_offset = offset;
  world.changed({ what: "thread" });
  return { now: world.now(), offset_ms: offset };
}

/** What pressing Allow or Cancel on the page would answer, without a browser. */
function authorizeByHand({ world }: Service, { body, call }: { body: Json; call: Parameters<typeof authorize>[1] }) {
  const url = new URL(text(body.url) ?? "", call.url);
  const account = accountOrDefault(world, text(body.account));
  const all = (url.searchParams.get("scope") ?? "").split(/[\s,]+/);
  const scopes = Array.isArray(body.scopes) ? body.scopes.map(String) : all;
  const form = new URLSearchParams([
    ["decision", text(body.decision) ?? "allow"],
    ["account", account.username],
    ...scopes.map((scope) => ["scope", scope]),
  ]);
  const answer = authorize(world, {
    ...call,
    url,
    query: url.searchParams,
    method: "POST",
    raw: Buffer.from(form.toString()),
  });
  return { status: answer.status, location: answer.headers?.Location ?? null };
}

function readThread({ world }: Service, { query }: { query: URLSearchParams }) {
  const customer = query.get("customer");
  if (!customer) return world.state.threads.map(({ messages, ...one }) => ({ ...one, messages: messages.length }));
  const account = accountOrDefault(world, query.get("account"));
  const person = customerBy(world, customer);
  if (!person) throw new Wrong(`there is no customer ${customer}`);
  return threadView(world, account, person);
}

/** `{open: false}` puts the customer's last message 25 hours back, `hours_ago` anywhere. */
function moveWindow({ world }: Service, { body }: { body: Json }) {
  const { thread } = placeNamed(world, text(body.customer) ?? "", body);
  const hours = number(body.hours_ago) ?? (body.open === false ? 25 : 0);
  thread.last_inbound_at = world.now() - hours * HOUR;
  world.changed({ what: "thread", account: thread.account, customer: thread.customer });
  return { last_inbound_at: thread.last_inbound_at };
}

function setOwner({ world }: Service, { body }: { body: Json }) {
  const { thread } = placeNamed(world, text(body.customer) ?? "", body);
  thread.owner = body.owner === "other" ? "other" : "app";
  world.changed({ what: "thread", account: thread.account, customer: thread.customer });
  return { owner: thread.owner };
}

function upload(
  { world }: Service,
  { call, query }: { call: { raw: Buffer; headers: Record<string, unknown> }; query: URLSearchParams },
) {
  const mime = sniff(call.raw) ?? String(call.headers["content-type"] ?? "application/octet-stream");
  const asset = storeAsset(world, call.raw, mime, query.get("name") ?? "upload");
  return { ...asset, url: mediaPath(world, asset.id) };
}

function assetNamed(world: World, reference = "") {
  const asset = assetBy(world, reference) ?? assetBy(world, `sample:${reference}`);
  if (!asset) throw new Wrong(`there is no medium ${reference}`);
  world.changed();
  return asset;
}
