/** What to do about an error. */
export type InstagramErrorKind =
  | "throttled"
  | "app_throttled"
  | "reconnect"
  | "access_disabled"
  | "restricted"
  | "permission"
  | "app_problem"
  | "window_closed"
  | "person_unavailable"
  | "consent_required"
  | "wrong_person"
  | "thread_owner"
  | "invalid"
  | "media_unfetchable"
  | "gone"
  | "not_sent"
  | "unknown";

export type Classified = { kind: InstagramErrorKind; key: InstagramErrorKey };

/** Why, finely enough for a sentence and a remedy. */
export type InstagramErrorKey = (typeof TABLE)[number][3] | (typeof OTHER_KEYS)[number];

/** Keys that come from the transport, from a flat OAuth error or from the check of an answer rather than from a code. */
const OTHER_KEYS = [
  "app_lost_access",
  "code_refused",
  "throttled_by_status",
  "not_sent",
  "timeout",
  "connection_lost",
  "server_error",
  "unreadable_answer",
  "unexpected_answer",
] as const;

/** Code, subcode (null: none or any other), kind, key; rows of facts 5. */
const TABLE = [
  [1, null, "unknown", "unknown"],
  [1, 99, "unknown", "unknown"],
  [1, 1357046, "unknown", "sent_but_unconfirmed"],
  [2, null, "unknown", "temporary"],
  [1200, null, "unknown", "temporary"],
  [3, null, "app_problem", "app_lacks_capability"],
  [4, null, "app_throttled", "app_rate_limit"],
  [17, null, "throttled", "rate_limit"],
  [32, null, "throttled", "rate_limit"],
  [613, null, "throttled", "rate_limit"],
  [80002, null, "throttled", "rate_limit"],
  [80006, null, "throttled", "rate_limit"],
  [80007, null, "throttled", "rate_limit"],
  [10, 2534022, "window_closed", "window_closed"],
  [10, 2018278, "window_closed", "window_closed"],
  [10, 2018065, "window_closed", "window_closed"],
  [10, 2018108, "person_unavailable", "person_cannot_receive"],
  [10, 1893063, "restricted", "sending_restricted"],
  [10, 2534077, "permission", "account_check_required"],
  [10, 2018300, "thread_owner", "other_app_owns_thread"],
  [10, 2018171, "thread_owner", "other_app_owns_thread"],
  [10, null, "permission", "permission_missing"],
  [100, 2534014, "wrong_person", "person_not_found"],
  [100, 2018001, "wrong_person", "person_not_found"],
  [100, 2534015, "invalid", "message_invalid"],
  [100, 2534025, "invalid", "comment_not_answerable"],
  [100, 2534029, "restricted", "account_blocked"],
  [100, 2534037, "thread_owner", "other_app_owns_thread"],
  [100, 2018300, "thread_owner", "other_app_owns_thread"],
  [100, 2018171, "thread_owner", "other_app_owns_thread"],
  [100, 2018008, "media_unfetchable", "media_unfetchable"],
  [100, 2018294, "media_unfetchable", "media_fetch_timeout"],
  [100, 2018047, "invalid", "media_type_mismatch"],
  [100, 2018109, "invalid", "media_too_large"],
  [100, 2018074, "invalid", "media_not_yours"],
  [100, 2018014, "invalid", "request_invalid"],
  [100, 33, "invalid", "object_not_found"],
  [100, null, "invalid", "request_invalid"],
  [102, null, "reconnect", "session_invalid"],
  [190, 458, "reconnect", "app_removed"],
  [190, 459, "reconnect", "account_checkpoint"],
  [190, 460, "reconnect", "password_changed"],
  [190, 463, "reconnect", "token_expired"],
  [190, 464, "reconnect", "account_unconfirmed"],
  [190, 467, "reconnect", "session_invalid"],
  [190, 492, "reconnect", "session_invalid"],
  [190, null, "reconnect", "token_expired"],
  [200, 2534041, "access_disabled", "message_access_disabled"],
  [200, 1545041, "person_unavailable", "person_unavailable"],
  [200, null, "permission", "permission_missing"],
  [230, null, "consent_required", "consent_required"],
  [368, null, "restricted", "policy_block"],
  [551, null, "person_unavailable", "person_unavailable"],
  [803, null, "invalid", "object_not_found"],
  [2022, null, "restricted", "commerce_disabled"],
  [2500, null, "invalid", "request_invalid"],
  [2018171, null, "thread_owner", "other_app_owns_thread"],
  [2018300, null, "thread_owner", "other_app_owns_thread"],
  [36103, null, "permission", "account_not_eligible"],
  [9000001, null, "gone", "message_gone"],
  [1609005, null, "gone", "content_gone"],
] as const satisfies readonly (readonly [number, number | null, InstagramErrorKind, string])[];

/** Every key once, for whoever must have a sentence for each. */
export const INSTAGRAM_ERROR_KEYS: readonly InstagramErrorKey[] = [
  ...new Set([...TABLE.map((row) => row[3]), ...OTHER_KEYS]),
];

export const ROWS = TABLE.map(([code, subcode, kind, key]) => ({ code, subcode, kind, key }));

export const ANY_SUBCODE_ROWS = ROWS.filter((row) => row.subcode === null);
