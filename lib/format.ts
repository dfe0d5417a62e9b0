/** How things of the screen are put into words that need no catalogue. Pure: the same in the server and in a browser. */

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const encoder = new TextEncoder();

type Person = { id: string; igsid: string; name: string | null; username: string | null };

/** The person's name, else their handle, else the end of Instagram's id. A name is never invented. */
export function personName({ name, username, igsid }: Person): string {
  return visible(name) ?? (visible(username) ? `@${username}` : `…${igsid.slice(-4)}`);
}

/** One or two letters for a picture that is missing; an emoji counts as a letter. None for who is known by an id alone. */
export function initials(name: string): string {
  if (name.startsWith("…")) return "";
  const words = name
    .replace(/^@/u, "")
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const [first, second] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return `${firstLetter(first)}${firstLetter(second)}`;
}

/** A hue in degrees that stays the same for an id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return (hash % 24) * 15;
}

/** Without accents and case, as what a few letters are to find is compared: "grusse" finds "Grüße" too. */
export function plainLetters(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
}

/** Instagram counts bytes of UTF-8, not characters. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** The calendar day of a moment in a time zone, as `2026-11-22`. */
export function dayOf(moment: Date | string, timeZone: string): string {
  return dayFormat(timeZone).format(new Date(moment));
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  dayFormats.set(timeZone, format);
  return format;
}

function visible(text: string | null): string | null {
  return text && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : null;
}

function firstLetter(word: string | undefined): string {
  const letters = word?.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, "");
  const [first] = letters ? segmenter.segment(letters) : [];
  return first?.segment.toLocaleUpperCase() ?? "";
}
