import { InstagramError } from "./errors.ts";
import { type CallOptions, callGraph } from "./graph.ts";
import { asFlag, asList, asText, own } from "./json.ts";

/** Every webhook field an inbox uses, spelled as in facts 1.6. */
export const SUBSCRIBED_FIELDS = [
  "messages",
  "message_reactions",
  "messaging_postbacks",
  "messaging_seen",
  "messaging_referral",
  "message_edit",
  "messaging_optins",
  "messaging_handover",
  "standby",
] as const;

/** What every app of this flavour is known to get. */
export const CORE_FIELDS = [
  "messages",
  "message_reactions",
  "messaging_postbacks",
  "messaging_seen",
  "messaging_referral",
] as const;

/** Subscribes the account to all fields, or to the core ones where Instagram refuses one of the others. Answers what was taken. */
export async function subscribe(token: string, igId: string, options: CallOptions = {}): Promise<readonly string[]> {
  try {
    return await subscribeTo(token, igId, SUBSCRIBED_FIELDS, options);
  } catch (error) {
    if (!(error instanceof InstagramError) || error.key !== "request_invalid") throw error;
    return subscribeTo(token, igId, CORE_FIELDS, options);
  }
}

async function subscribeTo(
  token: string,
  igId: string,
  fields: readonly string[],
  options: CallOptions,
): Promise<readonly string[]> {
  const query = { subscribed_fields: fields.join(",") };
  const { body } = await callGraph({
    ...options,
    method: "POST",
    token,
    path: [igId, "subscribed_apps"],
    object: "{account}",
    query,
  });
  requireSuccess(asFlag(own(body, "success")));
  return fields;
}

/** The fields the account is subscribed to; empty when the subscription is gone (facts 1.6). */
export async function getSubscribedFields(token: string, igId: string, options: CallOptions = {}): Promise<string[]> {
  const { body } = await callGraph({ ...options, token, path: [igId, "subscribed_apps"], object: "{account}" });
  return asList(own(asList(own(body, "data"))[0], "subscribed_fields"))
    .map((field) => asText(field) ?? asText(own(field, "name")))
    .filter((field) => field !== null);
}

export async function unsubscribe(token: string, igId: string, options: CallOptions = {}): Promise<void> {
  const { body } = await callGraph({
    ...options,
    method: "DELETE",
    token,
    path: [igId, "subscribed_apps"],
    object: "{account}",
  });
  requireSuccess(asFlag(own(body, "success")));
}

function requireSuccess(isSuccess: boolean): void {
  if (!isSuccess) throw new InstagramError({ kind: "unknown", key: "unexpected_answer", httpStatus: 200 });
}
