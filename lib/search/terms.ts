import { fold, shorten } from "./fold.ts";
import { MAX_QUERY } from "./limits.ts";

const MAX_TERMS = 12;
/** Below this many letters a term is the beginning of a word: inside of words it would be everywhere. */
const SHORT = 3;
const PART = /"([^"]*)"|[^\s"]+/g;

/** The spellings under which something is looked for, folded. A leading or trailing space is the edge of a word. */
export type Term = string[];

/**
 * What is looked for: every word of the query, as part of a word; what stands in quotation marks as it is written there. Empty
 * where nothing can be looked for, such as punctuation alone.
 */
export function readTerms(query: string): Term[] {
  const quoted = query
    .slice(0, MAX_QUERY)
    .toWellFormed()
    .replace(/[“”„«»]/g, '"');
  const spellings = [...quoted.matchAll(PART)].map((part) => spell(part[1] ?? part[0]));
  const found = new Map(spellings.filter((term) => term.length > 0).map((term) => [term.join("|"), term]));
  return [...found.values()].slice(0, MAX_TERMS);
}

function spell(part: string): Term {
  const folded = fold(part);
  return [...new Set([folded.text, shorten(folded).text])].filter((text) => text !== "").map(withEdges);
}

/** A symbol is a whole word, lest its number is found within another. */
function withEdges(text: string): string {
  const starts = text.length < SHORT || /^z[0-9a-f]{4,6}( |$)/.test(text);
  const ends = /(^| )z[0-9a-f]{4,6}$/.test(text);
  return `${starts ? " " : ""}${text}${ends ? " " : ""}`;
}
