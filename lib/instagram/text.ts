/** The Send API takes this many bytes of UTF-8 per text (facts 3). */
export const MAX_TEXT_BYTES = 1000;

const encoder = new TextEncoder();

/** Bytes of a text in UTF-8, which is what Instagram counts. Runs in browsers too. */
export function utf8Length(text: string): number {
  return encoder.encode(text).byteLength;
}

/**
 * Cuts a text into parts of at most `maxBytes` whose concatenation is the text again. Prefers the end of a paragraph, line,
 * sentence or word, in this order, and never cuts through a grapheme unless one alone is too long. `maxBytes` is at least 4.
 */
export function splitText(text: string, maxBytes = MAX_TEXT_BYTES): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest !== "") {
    const end = findCut(rest, maxBytes);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return parts;
}

/** The ends of these, best first. A border in the first half would leave a stub, so only words may end there. */
const BORDERS = [/\n\s*\n\s*$/, /\n\s*$/, /[.!?…。！？]["')\]»”’]*\s+$/, /\s$/];

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function findCut(text: string, maxBytes: number): number {
  const reach = findReach(text, maxBytes);
  if (reach === text.length) return reach;

  const best = BORDERS.map(() => 0);
  for (const end of [...graphemeStarts(text.slice(0, reach)), reach]) {
    if (end < reach && /\s/.test(text.charAt(end))) continue;
    const tail = text.slice(Math.max(0, end - 40), end);
    BORDERS.forEach((border, rank) => {
      if (border.test(tail)) best[rank] = end;
    });
  }
  const isFarEnough = (end: number, rank: number) => end > (rank === BORDERS.length - 1 ? 0 : reach / 2);
  return best.find(isFarEnough) ?? reach;
}

function graphemeStarts(text: string): number[] {
  return Array.from(graphemes.segment(text), ({ index }) => index).filter((index) => index > 0);
}

/** How many UTF-16 units of the text fit, ending at a grapheme. */
function findReach(text: string, maxBytes: number): number {
  // A unit takes at least one byte, and the grapheme that crosses the limit must be seen whole to be left whole.
  const candidate = text.slice(0, maxBytes * 2 + 2);
  let bytes = 0;
  for (const { segment, index } of graphemes.segment(candidate)) {
    bytes += utf8Length(segment);
    if (bytes > maxBytes) return index > 0 ? index : findCodePointReach(segment, maxBytes);
  }
  return candidate.length;
}

function findCodePointReach(grapheme: string, maxBytes: number): number {
  let bytes = 0;
  let reach = 0;
  for (const point of grapheme) {
    bytes += utf8Length(point);
    if (bytes > maxBytes && reach > 0) break;
    reach += point.length;
  }
  return reach;
}
