import { asList, asNumber, isObject, type Json, own, parseJson } from "./json.ts";

/** How much of the limits is used, in percent, and how long until access returns. Null where Instagram says nothing. */
export type Usage = { appPercent: number | null; accountPercent: number | null; regainAccessMs: number | null };

const APP_KEYS = ["call_volume", "cpu_time", "call_count", "total_time", "total_cputime"];
const ACCOUNT_KEYS = ["call_count", "total_time", "total_cputime"];

/** Reads `x-app-usage` in both of its forms and `x-business-use-case-usage` (facts 6). */
export function readUsage(headers: Headers): Usage {
  const account = readHeader(headers, "x-business-use-case-usage");
  const cases = isObject(account) ? Object.values(account).flatMap(asList) : [];
  const regainMinutes = largest(cases.map((one) => asNumber(own(one, "estimated_time_to_regain_access"))));
  return {
    appPercent: largestOf(readHeader(headers, "x-app-usage"), APP_KEYS),
    accountPercent: largest(cases.map((one) => largestOf(one, ACCOUNT_KEYS))),
    regainAccessMs: regainMinutes === null || regainMinutes <= 0 ? null : regainMinutes * 60_000,
  };
}

/** Milliseconds of a `retry-after` header in seconds or as a date; null when missing or unreadable. */
export function readRetryAfter(headers: Headers, now = Date.now()): number | null {
  const value = headers.get("retry-after")?.trim();
  if (!value) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function readHeader(headers: Headers, name: string): Json {
  try {
    return parseJson(headers.get(name) ?? "null");
  } catch {
    return null;
  }
}

function largestOf(value: Json, keys: string[]): number | null {
  return largest(keys.map((key) => asNumber(own(value, key))));
}

function largest(numbers: (number | null)[]): number | null {
  return numbers.reduce((most, number) => (most === null || (number !== null && number > most) ? number : most), null);
}
