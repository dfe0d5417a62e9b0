import type { Attachment } from "./attachments.ts";

/** What every event carries. */
export type EventCommon = {
  /** The account (`entry.id`); empty when the body does not tell. */
  igId: string;
  /** Identity within the account: equal for a redelivery, different for every other event. At most 1200 bytes. */
  key: string;
  /** The customer, whoever sent; null when the event does not tell. */
  contactIgsid: string | null;
  occurredAt: Date;
  /** Another app owns the thread. */
  standby: boolean;
  /** Made by the App Dashboard's Test button. */
  test: boolean;
  /** A webhook body that holds this event alone, fit for a text column: `parseEvent(raw, key)` reads it again. Null when it cannot be written as JSON. */
  raw: string | null;
};

export type Story = { id: string | null; url: string | null; linkStickerUrl: string | null };

export type Referral = {
  ref: string | null;
  source: string | null;
  type: string | null;
  adId: string | null;
  adTitle: string | null;
  photoUrl: string | null;
  videoUrl: string | null;
};

export type MessageEvent = EventCommon & {
  kind: "message";
  contactIgsid: string;
  mid: string;
  /** `outbound` is an echo: of our own send, of another app or of the Instagram app. A message to oneself is inbound. */
  direction: "inbound" | "outbound";
  isSelf: boolean;
  text: string | null;
  attachments: Attachment[];
  replyToMid: string | null;
  story: Story | null;
  quickReplyPayload: string | null;
  referral: Referral | null;
  /** Instagram does not carry the content. */
  unsupported: boolean;
};

export type MessageDeletedEvent = EventCommon & { kind: "message_deleted"; mid: string };
export type MessageEditEvent = EventCommon & { kind: "message_edit"; mid: string; text: string; numEdit: number };
/** An edit without a text or with the number zero, seen in place of a new message: read the message by its id (facts 2.6). */
export type StrayEditEvent = EventCommon & { kind: "stray_edit"; mid: string; text: string | null; numEdit: number };

export type ReactionEvent = EventCommon & {
  kind: "reaction";
  mid: string;
  action: "react" | "unreact";
  emoji: string | null;
  reaction: string | null;
  /** Made by the account rather than by the customer. */
  byAccount: boolean;
};

export type ReadEvent = EventCommon & { kind: "read"; mid: string };

export type PostbackEvent = EventCommon & {
  kind: "postback";
  contactIgsid: string;
  mid: string | null;
  title: string | null;
  payload: string | null;
  referral: Referral | null;
  isSelf: boolean;
};

export type ReferralEvent = EventCommon & { kind: "referral"; contactIgsid: string; referral: Referral };
export type OptinEvent = EventCommon & { kind: "optin"; optinType: string | null; payload: string | null };

export type HandoverEvent = EventCommon & {
  kind: "handover";
  action: "pass" | "take" | "request" | "app_roles";
  previousOwner: string | null;
  newOwner: string | null;
  requestedOwner: string | null;
  metadata: string | null;
};

export type CommentEvent = EventCommon & {
  kind: "comment";
  field: "comments" | "live_comments" | "mentions";
  commentId: string | null;
  parentId: string | null;
  text: string | null;
  from: { id: string | null; username: string | null } | null;
  media: { id: string | null; productType: string | null; adId: string | null; adTitle: string | null } | null;
  /** Written by the account itself. */
  byAccount: boolean;
};

export type UnknownReason =
  | "unknown_event"
  | "unknown_field"
  | "malformed"
  | "missing_mid"
  | "missing_contact"
  /** An echo whose sender is not the account: never to be shown as ours. */
  | "echo_not_from_account";

export type UnknownEvent = EventCommon & { kind: "unknown"; field: string | null; reason: UnknownReason };

export type InstagramEvent =
  | MessageEvent
  | MessageDeletedEvent
  | MessageEditEvent
  | StrayEditEvent
  | ReactionEvent
  | ReadEvent
  | PostbackEvent
  | ReferralEvent
  | OptinEvent
  | HandoverEvent
  | CommentEvent
  | UnknownEvent;

/** `problem` says in English why the body as a whole cannot be read; it is null when every part became an event. */
export type ParsedWebhook = { events: InstagramEvent[]; problem: string | null };
