import { readAttachments } from "./attachments.ts";
import type { HandoverEvent, InstagramEvent, Referral, Story } from "./events.ts";
import { asFlag, asId, asNumber, asText, asUrl, isObject, type Json, own } from "./json.ts";
import { commonOf, contentKey, type Envelope, type Found, toMs, unknownEvent } from "./webhook-envelope.ts";

/** One messaging event on its way to a type: what it says, where it stood and who it is about. */
type Item = {
  item: Json;
  body: Json;
  envelope: Envelope;
  igId: string;
  senderId: string | null;
  contactIgsid: string | null;
  /** The event's own time in milliseconds, as part of keys. */
  at: number | null;
  isFromAccount: boolean;
};

type Reader = (item: Item) => InstagramEvent;

const MAX_MID_BYTES = 1024;

/** The kind of an event is the key it carries (facts 2.4). */
const READERS = new Map<string, Reader>([
  ["message", readMessage],
  ["message_edit", readEdit],
  ["reaction", readReaction],
  ["read", readRead],
  ["postback", readPostback],
  ["referral", readReferralEvent],
  ["optin", readOptin],
  ["pass_thread_control", (item) => readHandover(item, "pass")],
  ["take_thread_control", (item) => readHandover(item, "take")],
  ["request_thread_control", (item) => readHandover(item, "request")],
  ["app_roles", (item) => readHandover(item, "app_roles")],
]);

/** Whether a `changes` value is a messaging event in the other wrapper. */
export function isMessagingEvent(value: Json | undefined): value is Json {
  return isObject(value) && Object.keys(value).some((key) => READERS.has(key) || key === "sender");
}

/** One event for every known key of the item, or one `unknown`. */
export function readMessaging(item: Json, envelope: Envelope): InstagramEvent[] {
  const known = [...READERS].filter(([key]) => own(item, key) !== undefined && own(item, key) !== null);
  if (known.length === 0) {
    const { contactIgsid } = aboutOf(item, null, envelope);
    const reason = isObject(item) ? "unknown_event" : "malformed";
    return [unknownEvent(item, envelope, firstKey(item), reason, contactIgsid)];
  }
  return known.map(([key, read]) => {
    const body = own(item, key);
    const about = aboutOf(item, body ?? null, envelope);
    return isObject(body) ? read(about) : unknown(about, "malformed", key);
  });
}

function firstKey(item: Json): string | null {
  return Object.keys(Object(item)).find((key) => !["sender", "recipient", "timestamp"].includes(key)) ?? null;
}

function aboutOf(item: Json, body: Json, envelope: Envelope): Item {
  const senderId = asId(own(item, "sender", "id"));
  const recipientId = asId(own(item, "recipient", "id"));
  const igId = envelope.igId ?? (asFlag(own(body, "is_echo")) ? senderId : recipientId) ?? "";
  const isFromAccount = senderId !== null && senderId === igId;
  const contactIgsid = isFromAccount ? recipientId : senderId;
  return {
    item,
    body,
    envelope: { ...envelope, igId },
    igId,
    senderId,
    contactIgsid,
    at: toMs(own(item, "timestamp")),
    isFromAccount,
  };
}

function common(item: Item, key: string, mid: string | null = null) {
  const found: Found = { igId: item.igId, key, contactIgsid: item.contactIgsid, at: own(item.item, "timestamp"), mid };
  return commonOf(item.item, item.envelope, found);
}

function unknown(
  { item, envelope, contactIgsid }: Item,
  reason: Parameters<typeof unknownEvent>[3],
  field: string,
): InstagramEvent {
  return unknownEvent(item, envelope, field, reason, contactIgsid);
}

function readMessage(item: Item): InstagramEvent {
  const { body, contactIgsid } = item;
  const mid = readMid(body);
  if (asFlag(own(body, "is_echo")) && !item.isFromAccount) return unknown(item, "echo_not_from_account", "message");
  if (mid === null) return unknown(item, "missing_mid", "message");
  if (asFlag(own(body, "is_deleted"))) return { ...common(item, `delete:${mid}`, mid), kind: "message_deleted", mid };
  if (contactIgsid === null) return unknown(item, "missing_contact", "message");

  const isSelf = asFlag(own(body, "is_self"));
  return {
    ...common(item, `message:${mid}`, mid),
    kind: "message",
    contactIgsid,
    mid,
    direction: item.isFromAccount && !isSelf ? "outbound" : "inbound",
    isSelf,
    text: asText(own(body, "text")),
    attachments: readAttachments(own(body, "attachments")),
    replyToMid: asId(own(body, "reply_to", "mid"), MAX_MID_BYTES),
    story: readStory(own(body, "reply_to", "story")),
    quickReplyPayload: asText(own(body, "quick_reply", "payload")),
    referral: readReferral(own(body, "referral")),
    unsupported: asFlag(own(body, "is_unsupported")),
  };
}

/** An edit without a number cannot be ordered by it, so its time tells it apart. The zeroth is none: it stands for a new message. */
function readEdit(item: Item): InstagramEvent {
  const mid = readMid(item.body);
  if (mid === null) return unknown(item, "missing_mid", "message_edit");
  const number = asNumber(own(item.body, "num_edit"));
  const text = asText(own(item.body, "text"));
  if (text === null || number === 0) {
    const stray = common(item, `stray_edit:${mid}:${number ?? 0}`, mid);
    return { ...stray, kind: "stray_edit", mid, text, numEdit: number ?? 0 };
  }
  const key = `edit:${mid}:${number ?? `at-${item.at ?? 0}`}`;
  return { ...common(item, key, mid), kind: "message_edit", mid, text, numEdit: number ?? 1 };
}

function readReaction(item: Item): InstagramEvent {
  const mid = readMid(item.body);
  if (mid === null) return unknown(item, "missing_mid", "reaction");
  const action = own(item.body, "action") ?? "react";
  if (action !== "react" && action !== "unreact") return unknown(item, "malformed", "reaction");
  return {
    ...common(item, `reaction:${mid}:${item.senderId ?? ""}:${item.at ?? 0}:${action}`, mid),
    kind: "reaction",
    mid,
    action,
    emoji: asText(own(item.body, "emoji")),
    reaction: asText(own(item.body, "reaction")),
    byAccount: item.isFromAccount,
  };
}

function readRead(item: Item): InstagramEvent {
  const mid = readMid(item.body);
  if (mid === null) return unknown(item, "missing_mid", "read");
  return { ...common(item, `read:${mid}:${item.at ?? 0}`), kind: "read", mid };
}

function readPostback(item: Item): InstagramEvent {
  const { body, contactIgsid } = item;
  if (contactIgsid === null) return unknown(item, "missing_contact", "postback");
  const mid = readMid(body);
  return {
    ...common(item, mid === null ? contentKey("postback", item.item) : `postback:${mid}`, mid),
    kind: "postback",
    contactIgsid,
    mid,
    title: asText(own(body, "title")),
    payload: asText(own(body, "payload")),
    referral: readReferral(own(body, "referral")),
    isSelf: asFlag(own(item.item, "is_self")) || item.isFromAccount,
  };
}

function readReferralEvent(item: Item): InstagramEvent {
  const { contactIgsid } = item;
  const referral = readReferral(item.body);
  if (contactIgsid === null) return unknown(item, "missing_contact", "referral");
  if (referral === null) return unknown(item, "malformed", "referral");
  return { ...common(item, contentKey("referral", item.item)), kind: "referral", contactIgsid, referral };
}

function readOptin(item: Item): InstagramEvent {
  const optinType = asText(own(item.body, "type"));
  return {
    ...common(item, contentKey("optin", item.item)),
    kind: "optin",
    optinType,
    payload: asText(own(item.body, "payload")),
  };
}

function readHandover(item: Item, action: HandoverEvent["action"]): InstagramEvent {
  const { body } = item;
  return {
    ...common(item, contentKey(`handover:${action}`, item.item)),
    kind: "handover",
    action,
    previousOwner: asId(own(body, "previous_owner_app_id")),
    newOwner: asId(own(body, "new_owner_app_id")),
    requestedOwner: asId(own(body, "requested_owner_app_id")),
    metadata: asText(own(body, "metadata")),
  };
}

function readMid(body: Json): string | null {
  return asId(own(body, "mid"), MAX_MID_BYTES);
}

function readStory(value: Json | undefined): Story | null {
  if (!isObject(value)) return null;
  return {
    id: asId(own(value, "id")),
    url: asUrl(own(value, "url")),
    linkStickerUrl: asUrl(own(value, "link_sticker_url")),
  };
}

function readReferral(value: Json | undefined): Referral | null {
  if (!isObject(value)) return null;
  return {
    ref: asText(own(value, "ref")),
    source: asText(own(value, "source")),
    type: asText(own(value, "type")),
    adId: asId(own(value, "ad_id")),
    adTitle: asText(own(value, "ads_context_data", "ad_title")),
    photoUrl: asUrl(own(value, "ads_context_data", "photo_url")),
    videoUrl: asUrl(own(value, "ads_context_data", "video_url")),
  };
}
