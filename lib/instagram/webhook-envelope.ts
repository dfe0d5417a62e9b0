import { createHash } from "node:crypto";
import type { EventCommon, UnknownEvent, UnknownReason } from "./events.ts";
import { asNumber, canonicalJson, type Json, own, storable } from "./json.ts";
import { decodeMid } from "./mid.ts";

/** Where an event was found; `form` is how it is wrapped again for `raw`. */
export type Envelope = {
  igId: string | null;
  entry: Json;
  time: Json | undefined;
  form: "messaging" | "standby" | "changes" | "entry" | "body";
  receivedAt: Date;
};

export type Found = {
  igId: string;
  key: string;
  contactIgsid: string | null;
  at?: Json | undefined;
  mid?: string | null;
};

/** The part that all kinds of events share. */
export function commonOf(item: Json, envelope: Envelope, found: Found): EventCommon {
  const isTest = found.igId === "0";
  return {
    igId: found.igId,
    // The dashboard's button sends the same ids each time it is pressed (facts 2.8).
    key: fitKey(isTest ? `${found.key}:${toMs(envelope.time) ?? 0}` : found.key),
    contactIgsid: found.contactIgsid,
    occurredAt: readMoment(found.at) ?? readMoment(envelope.time) ?? midMoment(found.mid) ?? envelope.receivedAt,
    standby: envelope.form === "standby",
    test: isTest,
    raw: writeRaw(item, envelope),
  };
}

export function unknownEvent(
  item: Json,
  envelope: Envelope,
  field: string | null,
  reason: UnknownReason,
  contactIgsid: string | null = null,
): UnknownEvent {
  const igId = envelope.igId ?? "";
  const common = commonOf(item, envelope, {
    igId,
    key: contentKey("unknown", { field, item }),
    contactIgsid,
    at: own(item, "timestamp"),
  });
  return { ...common, kind: "unknown", field: field === null ? null : storable(field).slice(0, 100), reason };
}

/** An identity for events that carry no id: the hash of what they say, whatever the order of their keys. */
export function contentKey(kind: string, item: Json): string {
  return `${kind}:${sha256(canonicalJson(item))}`;
}

const MAX_KEY_BYTES = 1200;

/** Keys live in an index, whose entries are limited. */
function fitKey(key: string): string {
  return Buffer.byteLength(key) <= MAX_KEY_BYTES ? key : `${key.split(":", 1)[0]}:${sha256(key)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Milliseconds, seconds (below 1e11) or microseconds, as a number or as text (facts 2.4). */
export function toMs(value: Json | undefined): number | null {
  const number = asNumber(value);
  if (number === null || number <= 0 || number > 8.64e18) return null;
  if (number < 1e11) return Math.round(number * 1000);
  return number > 1e14 ? Math.round(number / 1000) : Math.round(number);
}

const LATEST_MS = Date.UTC(2200, 0, 1);

function readMoment(value: Json | undefined): Date | null {
  const ms = toMs(value);
  return ms === null || ms > LATEST_MS ? null : new Date(ms);
}

function midMoment(mid: string | null | undefined): Date | null {
  return mid ? (decodeMid(mid)?.sentAt ?? null) : null;
}

function writeRaw(item: Json, { form, entry, igId, time }: Envelope): string | null {
  const head = { ...(igId === null ? {} : { id: igId }), ...(time === undefined ? {} : { time }) };
  const wrapped = form === "body" ? entry : { ...head, ...(form === "entry" ? (item as object) : { [form]: [item] }) };
  try {
    return JSON.stringify({ object: "instagram", entry: [wrapped] });
  } catch {
    return null;
  }
}
