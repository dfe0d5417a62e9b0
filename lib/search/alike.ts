/**
 * How many letters apart a folded query is from a folded name, or null where that is more than a slip of the pen: each word of the
 * query must begin some word of the name, or be it but for one letter, or two in long words. Letters that changed places count once.
 */
export function distanceOf(query: string, name: string): number | null {
  const known = name.trim().split(/\s+/);
  let sum = 0;
  for (const word of query.split(" ")) {
    const nearest = Math.min(...known.map((other) => (other.startsWith(word) ? 0 : distanceBetween(word, other))));
    if (nearest > allowed(word)) return null;
    sum += nearest;
  }
  return sum;
}

/** Numbers are meant as they stand. */
function allowed(word: string): number {
  if (word.length < 3 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Damerau's distance; more than the difference in length allows is not counted out. */
function distanceBetween(word: string, other: string): number {
  if (Math.abs(word.length - other.length) > 2) return Number.POSITIVE_INFINITY;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= word.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const isSame = word[line - 1] === other[column - 1];
      const isSwapped =
        line > 1 && column > 1 && word[line - 1] === other[column - 2] && word[line - 2] === other[column - 1];
      next[column] = Math.min(
        (row[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (row[column - 1] as number) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return row.at(-1) as number;
}
