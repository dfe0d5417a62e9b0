/** What a JSON text can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Json;
const MAX_ID_DIGITS = 100;
const mayHoldBigInteger = /(?:^|[[:,\s-])\d{16}/;

/**
 * `JSON.parse` in which integers above 2^53 become strings, because ids must not lose digits (facts 0.3). Throws SyntaxError.
 * A text nested too deeply for a reviver is read without one.
 */
export function parseJson(text: string): Json {
  if (!mayHoldBigInteger.test(text)) return JSON.parse(text);
  try {
    return parseWithSource(text, keepDigits);
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function keepDigits(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || context.source === undefined) return value;
  return context.source.length <= MAX_ID_DIGITS && /^-?\d+$/.test(context.source) ? context.source : value;
}

export type JsonObject = { [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of an object's own key; undefined for everything else, so that no prototype is ever read. */
export function own(value: Json | undefined, ...path: string[]): Json | undefined {
  let current = value;
  for (const key of path) current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  return current;
}

/** A list as it is, a single value as a list of one, nothing as an empty list. */
export function asList(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Postgres stores neither NUL nor lone surrogates in text: they become U+2400 and U+FFFD. */
export function storable(text: string): string {
  return text.replaceAll("\0", "\u2400").toWellFormed();
}

/** Text for a column, or null when the value is not text. */
export function asText(value: Json | undefined): string | null {
  return typeof value === "string" ? storable(value) : null;
}

/** An id of at most `maxBytes`: text or whole number; null when it is missing or could not be stored unchanged. */
export function asId(value: Json | undefined, maxBytes = 255): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== "string" || value === "" || storable(value) !== value) return null;
  return Buffer.byteLength(value) <= maxBytes ? value : null;
}

export function asNumber(value: Json | undefined): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

export function asFlag(value: Json | undefined): boolean {
  return value === true || value === "true";
}

/** An http or https address, or null: whatever else stands there must never become a link. */
export function asUrl(value: Json | undefined): string | null {
  const text = asText(value);
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}

const MAX_DEPTH = 200;

/** The same text for equal values whatever the order of their keys. What lies deeper than 200 levels does not count. */
export function canonicalJson(value: Json, depth = 0): string {
  if (depth > MAX_DEPTH) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null, depth + 1)}`);
  return `{${members.join(",")}}`;
}
