import { missing, refuse } from "./errors.ts";
import { parseFields, type Readers, readNode } from "./fields.ts";
import { customerOf } from "./find.ts";
import type { GraphCall } from "./graph.ts";
import { type Json, text } from "./json.ts";
import { pictureUrl } from "./media.ts";
import type { World } from "./store.ts";

/** `GET /me` (facts 1.5): `user_id` is the id of webhooks, `id` the app-scoped one. */
export function readMe(world: World, { caller, values }: GraphCall): Json {
  const { account } = caller;
  const readers: Readers = {
    user_id: () => account.user_id,
    username: () => account.username,
    name: () => account.name ?? undefined,
    account_type: () => account.account_type,
    profile_picture_url: () => (account.picture ? pictureUrl(world, account.picture) : undefined),
    followers_count: () => account.followers_count,
    follows_count: () => account.follows_count,
    media_count: () => account.media_count,
    biography: () => undefined,
    website: () => undefined,
    id: () => account.id,
  };
  const node = readNode(parseFields(text(values.fields) || "id"), readers);
  return world.state.app.wrapped_me ? { data: [node] } : node;
}

/** `GET /{IGSID}` (facts 4.2): refused with 230 until the person has written to the account or tapped a button. */
export function profileOf(world: World, { caller, values }: GraphCall, igsid: string): Json {
  const customer = customerOf(world, caller.account, igsid);
  if (!customer || customer.unavailable) throw missing(igsid);
  const readers: Readers = {
    name: () => customer.name ?? undefined,
    username: () => customer.username,
    profile_pic: () => (customer.picture ? pictureUrl(world, customer.picture) : undefined),
    follower_count: () => customer.follower_count,
    is_user_follow_business: () => customer.is_user_follow_business,
    is_business_follow_user: () => customer.is_business_follow_user,
    is_verified_user: () => customer.is_verified_user,
    id: () => igsid,
  };
  const node = readNode(parseFields(text(values.fields) || "name,profile_pic"), readers);
  if (!customer.consents_always && !customer.consented.includes(caller.account.user_id)) throw refuse("consent");
  return node;
}
