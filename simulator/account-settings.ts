import { refuse, unsupported } from "./errors.ts";
import type { GraphCall } from "./graph.ts";
import { isObject, type Json, list, maybeJson } from "./json.ts";
import type { World } from "./store.ts";

const FIELDS = [
  "messages",
  "message_reactions",
  "messaging_postbacks",
  "messaging_referral",
  "messaging_seen",
  "messaging_optins",
  "messaging_handover",
  "standby",
  "message_edit",
  "message_echoes",
  "comments",
  "live_comments",
  "mentions",
];

/** `…/subscribed_apps` (facts 1.6): POST replaces the list, GET reads it, DELETE empties it. */
export function subscribedApps(world: World, { call, caller, values }: GraphCall): Json {
  const { account } = caller;
  if (call.method === "GET") {
    const { subscribed_fields } = account;
    return { data: subscribed_fields.length > 0 ? [{ subscribed_fields, id: world.settings.appId }] : [] };
  }
  if (call.method === "DELETE") account.subscribed_fields = [];
  else if (call.method === "POST") account.subscribed_fields = askedFields(values.subscribed_fields);
  else throw unsupported(call.method);
  world.changed({ what: "accounts" });
  return { success: true };
}

function askedFields(given: unknown): string[] {
  const names = typeof given === "string" ? given.split(",").map((one) => one.trim()) : list(given).map(String);
  const fields = names.filter(Boolean);
  if (fields.length === 0) throw refuse("invalid_parameter", "(#100) The parameter subscribed_fields is required.");
  const wrong = fields.find((one) => !FIELDS.includes(one));
  if (wrong) {
    throw refuse(
      "invalid_parameter",
      `(#100) Param subscribed_fields[0] must be one of {${FIELDS.join(", ")}} - got "${wrong}".`,
    );
  }
  return [...new Set(fields)];
}

/** `…/messenger_profile` (facts 7): ice breakers, four at most, and the persistent menu. */
export function messengerProfile(world: World, { call, caller, values }: GraphCall): Json {
  const { account } = caller;
  if (call.method === "GET") return { data: read(account, String(values.fields ?? "")) };
  const asked = call.method === "DELETE" ? list(maybeJson(values.fields)).map(String) : [];
  if (call.method === "DELETE") {
    if (asked.includes("ice_breakers")) account.ice_breakers = [];
    if (asked.includes("persistent_menu")) account.persistent_menu = [];
  } else if (call.method === "POST") {
    const breakers = values.ice_breakers === undefined ? null : list(maybeJson(values.ice_breakers));
    const menu = values.persistent_menu === undefined ? null : list(maybeJson(values.persistent_menu));
    if (!breakers && !menu) throw refuse("invalid_parameter");
    if (breakers && flat(breakers).length > 4)
      throw refuse("invalid_parameter", "(#100) At most 4 ice breakers are allowed");
    if (breakers) account.ice_breakers = breakers;
    if (menu) account.persistent_menu = menu;
  } else throw unsupported(call.method);
  world.changed({ what: "accounts" });
  return { result: "success" };
}

/** The questions themselves, whether sent bare or grouped by locale. */
export function flat(breakers: unknown[]): Json[] {
  return breakers.flatMap((one) => {
    if (!isObject(one)) return [];
    return Array.isArray(one.call_to_actions) ? one.call_to_actions.filter(isObject) : [one];
  });
}

function read(account: GraphCall["caller"]["account"], fields: string): Json[] {
  const out: Json[] = [];
  if (fields.includes("ice_breakers") && account.ice_breakers.length > 0) {
    out.push({ call_to_actions: flat(account.ice_breakers), locale: "default" });
  }
  if (fields.includes("persistent_menu") && account.persistent_menu.length > 0) {
    out.push({ persistent_menu: account.persistent_menu });
  }
  return out;
}
