import { InstagramError } from "./errors.ts";
import { type CallOptions, callGraph } from "./graph.ts";
import { asId, asList, asNumber, asText, asUrl, type Json, own } from "./json.ts";

/** `igId` is the id in webhooks and paths; `appScopedId` never routes anything but may come back in callbacks (facts 0.3, 1.7). */
export type AccountProfile = {
  igId: string;
  appScopedId: string | null;
  username: string;
  name: string | null;
  accountType: string | null;
  profilePictureUrl: string | null;
  followersCount: number | null;
};

const ACCOUNT_FIELDS = "id,user_id,username,name,account_type,profile_picture_url,followers_count";

/** The account a token belongs to, in both shapes of the answer (facts 1.5). */
export async function getMe(token: string, options: CallOptions = {}): Promise<AccountProfile> {
  const { body } = await callGraph({ ...options, token, path: ["me"], query: { fields: ACCOUNT_FIELDS } });
  const me = asList(own(body, "data"))[0] ?? body;
  const igId = asId(own(me, "user_id"));
  const username = asText(own(me, "username"));
  if (igId === null || !username)
    throw new InstagramError({ kind: "unknown", key: "unexpected_answer", httpStatus: 200 });
  return {
    igId,
    appScopedId: asId(own(me, "id")),
    username,
    name: asText(own(me, "name")),
    accountType: asText(own(me, "account_type")),
    profilePictureUrl: asUrl(own(me, "profile_picture_url")),
    followersCount: asNumber(own(me, "followers_count")),
  };
}

/** `pictureUrl` dies after a few days (facts 4.2). Null wherever Instagram says nothing. */
export type ContactProfile = {
  igsid: string;
  username: string | null;
  name: string | null;
  pictureUrl: string | null;
  followerCount: number | null;
  isVerified: boolean | null;
  isUserFollowBusiness: boolean | null;
  isBusinessFollowUser: boolean | null;
};

/** One field that is not valid on a customer fails the whole call, so the list is exactly the documented one. */
const CONTACT_FIELDS =
  "name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user";

/** A customer's profile. Kind `consent_required` when the person never wrote: show the id, do not retry (facts 4.2). */
export async function getContactProfile(
  token: string,
  igsid: string,
  options: CallOptions = {},
): Promise<ContactProfile> {
  const { body } = await callGraph({
    ...options,
    token,
    path: [igsid],
    object: "{customer}",
    query: { fields: CONTACT_FIELDS },
  });
  return {
    igsid,
    username: asText(own(body, "username")),
    name: asText(own(body, "name")),
    pictureUrl: asUrl(own(body, "profile_pic")),
    followerCount: asNumber(own(body, "follower_count")),
    isVerified: asBoolean(own(body, "is_verified_user")),
    isUserFollowBusiness: asBoolean(own(body, "is_user_follow_business")),
    isBusinessFollowUser: asBoolean(own(body, "is_business_follow_user")),
  };
}

function asBoolean(value: Json | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}
