type Span = { start: number; end: number };

/**
 * The one range that is asked for, null for the whole. Several ranges, or a condition on another version, are answered with
 * the whole, as RFC 9110 allows.
 */
export function readRange(
  headers: Headers,
  { sizeBytes, etag }: { sizeBytes: number; etag: string },
): Span | "unsatisfiable" | null {
  const condition = headers.get("if-range");
  if (condition !== null && condition !== etag) return null;
  const [, first, last] = headers.get("range")?.match(/^bytes=(\d{0,15})-(\d{0,15})$/) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== "" && last !== "" && Number(last) < start) return null;
  return start > end ? "unsatisfiable" : { start, end };
}
