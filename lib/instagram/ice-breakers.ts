import { InstagramError } from "./errors.ts";
import { type CallOptions, callGraph } from "./graph.ts";
import { asList, asText, own } from "./json.ts";

/** Instagram shows four at most, and none on a desk (facts 7). */
export const MAX_ICE_BREAKERS = 4;
export const MAX_QUESTION_LENGTH = 80;

/** A question a customer may tap to begin with; the tap comes back as a postback with the payload. */
export type IceBreaker = { question: string; payload: string };

/** Those of the default language first. Both forms Instagram is known to answer in are read. */
export async function getIceBreakers(token: string, igId: string, options: CallOptions = {}): Promise<IceBreaker[]> {
  const { body } = await callGraph({ ...profileCall(token, igId, options), query: { fields: "ice_breakers" } });
  return asList(own(body, "data"))
    .flatMap((group) => [...asList(own(group, "call_to_actions")), ...asList(own(group, "ice_breakers"))])
    .flatMap((one) => (own(one, "call_to_actions") ? asList(own(one, "call_to_actions")) : [one]))
    .flatMap((one) => {
      const [question, payload] = [asText(own(one, "question")), asText(own(one, "payload"))];
      return question === null ? [] : [{ question, payload: payload ?? "" }];
    });
}

/** Replaces all of them. */
export async function setIceBreakers(
  token: string,
  igId: string,
  iceBreakers: IceBreaker[],
  options: CallOptions = {},
): Promise<void> {
  const form = { platform: "instagram", ice_breakers: JSON.stringify(iceBreakers) };
  requireSuccess((await callGraph({ ...profileCall(token, igId, options), method: "POST", form })).body);
}

export async function deleteIceBreakers(token: string, igId: string, options: CallOptions = {}): Promise<void> {
  const query = { fields: JSON.stringify(["ice_breakers"]) };
  requireSuccess((await callGraph({ ...profileCall(token, igId, options), method: "DELETE", query })).body);
}

function profileCall(token: string, igId: string, options: CallOptions) {
  return { ...options, token, path: [igId, "messenger_profile"], object: "{account}" } as const;
}

function requireSuccess(body: Parameters<typeof own>[0]): void {
  if (asText(own(body, "result")) === "success" || own(body, "success") === true) return;
  throw new InstagramError({ kind: "unknown", key: "unexpected_answer", httpStatus: 200 });
}
