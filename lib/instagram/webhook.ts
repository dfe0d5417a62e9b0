import type { InstagramEvent, ParsedWebhook } from "./events.ts";
import { asId, asList, asText, isObject, type Json, own, parseJson } from "./json.ts";
import { readComment } from "./webhook-comment.ts";
import { type Envelope, unknownEvent } from "./webhook-envelope.ts";
import { isMessagingEvent, readMessaging } from "./webhook-messaging.ts";

export type { Attachment, AttachmentType, TemplateButton, TemplateElement } from "./attachments.ts";
export type * from "./events.ts";
export { checkSubscription, type SubscriptionCheck, verifySignature } from "./webhook-signature.ts";

/**
 * Reads a webhook body (facts 2.4) in every form seen: `messaging`, `standby`, `changes`, flat field and value, an outer list.
 * Total: it never throws. What it does not know becomes an `unknown` event; `problem` is set when the body cannot be read at
 * all. `receivedAt` stands in for a moment the event does not name.
 */
export function parseWebhook(rawBody: Uint8Array, receivedAt = new Date()): ParsedWebhook {
  try {
    return readBody(parseJson(new TextDecoder().decode(rawBody)), receivedAt);
  } catch (error) {
    return { events: [], problem: error instanceof SyntaxError ? "The body is not JSON." : "The body cannot be read." };
  }
}

/** Reads the `raw` of an event again; null when it does not hold the event of this key. */
export function parseEvent(raw: string, key: string, receivedAt = new Date()): InstagramEvent | null {
  return parseWebhook(Buffer.from(raw), receivedAt).events.find((event) => event.key === key) ?? null;
}

/** What must stay in order: everything of one customer on one account. */
export function laneOf(event: Pick<InstagramEvent, "igId" | "contactIgsid">): string {
  return `${event.igId}:${event.contactIgsid ?? ""}`;
}

function readBody(body: Json, receivedAt: Date): ParsedWebhook {
  const parts = Array.isArray(body) ? body : [body];
  const problems = parts.map(problemOf);
  if (problems.every((problem) => problem !== null))
    return { events: [], problem: problems[0] ?? "The body is empty." };
  if (countItems(parts) > MAX_ITEMS) return { events: [], problem: "The body holds too many events." };
  return { events: parts.flatMap((part, index) => readPart(part, problems[index] ?? null, receivedAt)), problem: null };
}

/** Twenty times what Instagram puts into one body (facts 2.3). */
const MAX_ITEMS = 20_000;

function countItems(parts: Json[]): number {
  const entries = parts.flatMap((part) => asList(own(part, "entry")));
  const sizeOf = (value: Json | undefined) => (Array.isArray(value) ? value.length : 1);
  const count = (entry: Json) =>
    isObject(entry) ? Object.values(entry).reduce<number>((sum, value) => sum + sizeOf(value), 0) : 1;
  return parts.length + entries.reduce<number>((sum, entry) => sum + count(entry), 0);
}

function problemOf(part: Json): string | null {
  if (!isObject(part)) return "The body is not a JSON object.";
  const object = own(part, "object");
  if (object !== undefined && (typeof object !== "string" || object.toLowerCase() !== "instagram")) {
    return "The body is not about Instagram.";
  }
  return (own(part, "entry") ?? null) === null ? "The body has no entries." : null;
}

/** In an outer list an unreadable part must not take the others with it. */
function readPart(part: Json, problem: string | null, receivedAt: Date): InstagramEvent[] {
  if (problem === null) return asList(own(part, "entry")).flatMap((entry) => readEntry(entry, receivedAt));
  const kept = [part];
  const envelope: Envelope = { igId: null, entry: kept, time: undefined, form: "body", receivedAt };
  return [unknownEvent(kept, envelope, null, "malformed")];
}

const ENTRY_KEYS = new Set([
  "id",
  "time",
  "uid",
  "messaging",
  "standby",
  "changes",
  "field",
  "value",
  "changed_fields",
]);

function readEntry(entry: Json, receivedAt: Date): InstagramEvent[] {
  const envelope: Envelope = {
    igId: asId(own(entry, "id")),
    entry,
    time: own(entry, "time"),
    form: "messaging",
    receivedAt,
  };
  const events = [
    ...asList(own(entry, "messaging")).flatMap((item) => readMessaging(item, envelope)),
    ...asList(own(entry, "standby")).flatMap((item) => readMessaging(item, { ...envelope, form: "standby" })),
    ...asList(own(entry, "changes")).flatMap((change) => readChange(change, { ...envelope, form: "changes" })),
    ...(own(entry, "field") === undefined ? [] : readChange(flatChange(entry), { ...envelope, form: "changes" })),
    ...unknownKeysOf(entry).map((key) =>
      unknownEvent({ [key]: own(entry, key) ?? null }, { ...envelope, form: "entry" }, key, "unknown_field"),
    ),
  ];
  const isEmpty = ["messaging", "standby", "changes"].some((form) => Array.isArray(own(entry, form)));
  return events.length > 0 || isEmpty
    ? events
    : [unknownEvent(entry, { ...envelope, form: "body" }, null, "malformed")];
}

function flatChange(entry: Json): Json {
  return { field: own(entry, "field") ?? null, value: own(entry, "value") ?? null };
}

/** Parts of an entry that no reader knows: kept, not dropped. */
function unknownKeysOf(entry: Json): string[] {
  if (!isObject(entry)) return [];
  return Object.keys(entry).filter(
    (key) => !ENTRY_KEYS.has(key) && typeof entry[key] === "object" && entry[key] !== null,
  );
}

function readChange(change: Json, envelope: Envelope): InstagramEvent[] {
  const field = asText(own(change, "field"));
  const value = own(change, "value");
  if (field === "comments" || field === "live_comments" || field === "mentions")
    return [readComment(change, field, envelope)];
  if (isMessagingEvent(value))
    return readMessaging(value, { ...envelope, form: field === "standby" ? "standby" : "messaging" });
  return [unknownEvent(change, envelope, field, field === null ? "malformed" : "unknown_field")];
}
