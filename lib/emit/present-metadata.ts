import type { Referral } from "#db/schema/index.ts";
import type { EventPayload } from "./event-shapes.ts";
import type { ToldMessage } from "./load-messages.ts";

type Message = ToldMessage["message"];

/** What a customer's message carries beside its words; nothing where there is nothing. */
export function presentReceivedMetadata(message: Message) {
  const { replyToMid, payload, kind, text, story, attachments, referral } = message;
  return metadata<"message.received">({
    ...(replyToMid ? { quotedMessageId: replyToMid } : {}),
    ...(kind === "postback" ? { postbackPayload: payload ?? "", postbackTitle: text ?? "" } : {}),
    ...(kind !== "postback" && payload ? { quickReplyPayload: payload } : {}),
    ...(story?.id ? { storyReply: { storyId: story.id, ...(story.url ? { storyUrl: story.url } : {}) } } : {}),
    ...(attachments.some(({ type }) => type === "story_mention") ? { isStoryMention: true as const } : {}),
    ...(referral ? { referral: presentReferral(referral) } : {}),
    ...(kind === "unsupported" || kind === "unknown" ? { noRenderableContent: true as const } : {}),
  });
}

/** What a message of ours carries beside its words. */
export function presentSentMetadata({ replyToMid, outgoing }: Message) {
  const metaInteractive = presentInteractive(outgoing);
  return metadata<"message.sent">({
    ...(replyToMid ? { quotedMessageId: replyToMid } : {}),
    ...(metaInteractive ? { metaInteractive } : {}),
  });
}

function presentInteractive(outgoing: Message["outgoing"]): Record<string, unknown> | null {
  if (outgoing?.type === "text" && outgoing.quickReplies?.length) return { quickReplies: outgoing.quickReplies };
  if (outgoing?.type === "button_template") return { buttons: outgoing.buttons };
  if (outgoing?.type === "generic_template") return { template: { type: "generic", elements: outgoing.elements } };
  return null;
}

/** In Meta's own words, as far as it supplied any. */
export function presentReferral(referral: Referral | null) {
  const { ref, source, type, adId, adTitle, photoUrl, videoUrl } = referral ?? {};
  const context = given({ ad_title: adTitle, photo_url: photoUrl, video_url: videoUrl });
  return {
    ...given({ ref, source, type, ad_id: adId }),
    ...(Object.keys(context).length > 0 ? { ads_context_data: context } : {}),
  };
}

function given(values: Record<string, string | null | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

type Metadata<Event extends "message.received" | "message.sent"> = NonNullable<EventPayload<Event>["metadata"]>;

function metadata<Event extends "message.received" | "message.sent">(
  values: Metadata<Event>,
): { metadata?: Metadata<Event> } {
  return Object.keys(values).length > 0 ? { metadata: values } : {};
}
