/** What programs can be told, by the group they may be spared as a whole. The names are those of `@zernio/node`. */
export const EVENT_GROUPS = {
  "message.received": "messages",
  "message.sent": "messages",
  "message.read": "messages",
  "message.failed": "messages",
  "message.edited": "messages",
  "message.deleted": "messages",
  "reaction.received": "messages",
  "referral.received": "messages",
  "conversation.started": "messages",
  "account.connected": "accounts",
  "account.disconnected": "accounts",
} as const;

export type EventName = keyof typeof EVENT_GROUPS;

export const EVENT_NAMES = Object.keys(EVENT_GROUPS) as EventName[];

/** Of the same families, but nothing that Instagram tells: an endpoint may ask for them and never hears them. */
export const SILENT_EVENTS = ["message.delivered", "conversation.control_changed"] as const;
