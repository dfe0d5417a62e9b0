/** Text as it is compared: what the SQL function `search_words` does to everything stored, done to queries. Both change together. */

const MARK =
  /^(?:[\u0300-\u036f]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ufe00-\ufe0f]|[\u{1f3fb}-\u{1f3ff}])$/u;
const SYMBOL = /^[\u2070-\u2bff\u2e80-\ua4cf\uf900-\ufaff\u{10000}-\u{10ffff}]$/u;
const SEPARATOR = /^[\0-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u3003]$/u;
const SPELT: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ø: "o",
  ł: "l",
  đ: "d",
  ς: "σ",
};

const MAX_FOLDED = 4_000;

/** `from[n]` and `to[n]`: the part of the original that the nth character of `text` stands for. */
export type Folded = { text: string; from: number[]; to: number[] };

/** Small letters without marks, umlauts spelt out, punctuation as one space, symbols such as emoji as words of their own. */
export function fold(original: string): Folded {
  const folded: Folded = { text: "", from: [], to: [] };
  let before = "";
  for (const { character, from, to } of decomposed(original)) {
    const written = write(character, before);
    before = character;
    for (const unit of written) {
      if (unit === " " && (folded.text === "" || folded.text.endsWith(" "))) continue;
      folded.text += unit;
      for (let count = 0; count < unit.length; count++) {
        folded.from.push(from);
        folded.to.push(to);
      }
    }
    if (MARK.test(character)) stretchLast(folded.to, to);
  }
  return folded.text.endsWith(" ") ? cut(folded, folded.text.length - 1) : folded;
}

/** The shorter spelling of umlauts, ending in a letter: `mueller` and `müller` become `muller`, but `blue` stays. */
export function shorten({ text, from, to }: Folded): Folded {
  const kept = [...text].flatMap((_, index) => (isSpeltOut(text, index) ? [] : [index]));
  if (kept.length === text.length) return { text, from, to };
  const at = (list: number[]) => kept.map((index) => list[index] as number);
  return { text: kept.map((index) => text[index]).join(""), from: at(from), to: at(to) };
}

/** Pairs do not overlap: in `aee` the first `e` belongs to the `a`. */
function isSpeltOut(text: string, index: number): boolean {
  return text[index] === "e" && /[aou]/.test(text[index - 1] ?? "") && /[a-z]/.test(text[index + 1] ?? "");
}

function* decomposed(original: string) {
  let from = 0;
  for (const point of original.slice(0, MAX_FOLDED * 2)) {
    const to = from + point.length;
    for (const character of point.normalize("NFKD").toLowerCase()) yield { character, from, to };
    from = to;
  }
}

function write(character: string, before: string): string {
  if (character === "\u0308" && /^[aou]$/.test(before)) return "e";
  if (MARK.test(character)) return "";
  if (SYMBOL.test(character)) return ` z${character.codePointAt(0)?.toString(16)} `;
  if (SEPARATOR.test(character)) return " ";
  return SPELT[character] ?? character;
}

/** What belongs to the character before it, such as the colour of a hand, is never cut off from it. */
function stretchLast(ends: number[], to: number): void {
  const last = ends.at(-1);
  for (let index = ends.length - 1; index >= 0 && ends[index] === last; index--) ends[index] = to;
}

function cut({ text, from, to }: Folded, length: number): Folded {
  return { text: text.slice(0, length), from: from.slice(0, length), to: to.slice(0, length) };
}
