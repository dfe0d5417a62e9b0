import { type Folded, fold, shorten } from "./fold.ts";
import type { Term } from "./terms.ts";

export type Range = { start: number; end: number };
export type Segment = { text: string; isHit: boolean };

const MAX_RANGES = 200;
/** Characters that two lines of a narrow list surely show, and those of them that may stand before the hit. */
const IN_SIGHT = 56;
const LEAD = 24;

/** Where the terms stand in a text, in order and apart. Places in UTF-16 units, never inside of a character. */
export function findRanges(text: string, terms: Term[]): Range[] {
  const plain = fold(text);
  const ways = [plain, shorten(plain)];
  const found = terms.flatMap((term) => ways.flatMap((folded) => term.flatMap((word) => placesOf(folded, word))));
  return joined(found.sort((one, other) => one.start - other.start || other.end - one.end)).slice(0, MAX_RANGES);
}

/** A whole text, cut into what is a hit and what is not. */
export function segments(text: string, terms: Term[]): Segment[] {
  return segmentsOf(text, findRanges(text, terms), 0, text.length);
}

/**
 * A text of at most `length` characters around its first hit, cut into what is a hit and what is not. The hit begins early enough
 * to stand in the two lines that a list has room for, also within one long word.
 */
export function excerpt(text: string, terms: Term[], length = 160): Segment[] {
  const ranges = findRanges(text, terms);
  const first = ranges[0]?.start ?? 0;
  const start = wordStart(text, Math.min(first - LEAD, text.length - IN_SIGHT));
  const end = start + length >= text.length ? text.length : characterStart(text, start + length);
  const shown = ranges.filter((range) => range.end > start && range.start < end);
  const before = start > 0 ? [{ text: "…", isHit: false }] : [];
  const after = end < text.length ? [{ text: "…", isHit: false }] : [];
  return [...before, ...segmentsOf(text, shown, start, end), ...after];
}

function placesOf({ text, from, to }: Folded, word: string): Range[] {
  const padded = ` ${text} `;
  const places: Range[] = [];
  for (let at = padded.indexOf(word); at >= 0; at = padded.indexOf(word, at + word.length)) {
    const first = at - 1 + (word.startsWith(" ") ? 1 : 0);
    const last = at - 1 + word.length - 1 - (word.endsWith(" ") ? 1 : 0);
    places.push({ start: from[first] as number, end: to[last] as number });
    if (places.length >= MAX_RANGES) break;
  }
  return places;
}

function joined(ranges: Range[]): Range[] {
  const apart: Range[] = [];
  for (const range of ranges) {
    const last = apart.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else apart.push({ ...range });
  }
  return apart;
}

function segmentsOf(text: string, ranges: Range[], start: number, end: number): Segment[] {
  const parts: Segment[] = [];
  let at = start;
  for (const range of ranges) {
    parts.push({ text: text.slice(at, Math.max(at, range.start)), isHit: false });
    parts.push({ text: text.slice(Math.max(at, range.start), Math.min(range.end, end)), isHit: true });
    at = Math.min(range.end, end);
  }
  parts.push({ text: text.slice(at, end), isHit: false });
  return parts.filter((part) => part.text !== "");
}

function wordStart(text: string, near: number): number {
  if (near <= 0) return 0;
  const space = text.slice(near, near + LEAD - 4).search(/\s/);
  return space < 0 ? characterStart(text, near) : near + space + 1;
}

function characterStart(text: string, at: number): number {
  const index = Math.round(at);
  return /[\udc00-\udfff]/.test(text[index] ?? "") ? index - 1 : index;
}
