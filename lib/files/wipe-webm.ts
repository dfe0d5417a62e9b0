/** Names of elements, as their bytes read: the segment and its information hold what is of interest. */
const INNER = new Set([0x18538067, 0x1549a966]);
/** Tags, attachments, title, day, names of files; and checksums, which hold no longer. */
const METADATA = new Set([0x1254c367, 0x1941a469, 0x7ba9, 0x4461, 0x7384, 0x3c83ab, 0x3e83bb, 0xbf]);
const VOID = 0xec;
const MAX_DEPTH = 2;

/**
 * Takes tags, attachments, title, day and file names out of a WebM file, in place. What goes is overwritten and made a void, as the
 * format has it, so that everything else stays where it is. Total: what cannot be followed is left as it is.
 */
export function wipeWebm(file: Buffer): void {
  wipeWithin(file, 0, file.length, 0);
}

function wipeWithin(file: Buffer, start: number, end: number, depth: number): void {
  for (let at = start; at < end; ) {
    const id = numberAt(file, at, 4);
    const size = id && numberAt(file, at + id.bytes, 8);
    if (!id || !size) return;
    const body = at + id.bytes + size.bytes;
    const length = size.value - 2 ** (7 * size.bytes);
    // All ones: whoever wrote while filming left the length open.
    const isOpen = length === 2 ** (7 * size.bytes) - 1;
    const next = isOpen ? end : body + length;
    if (next > end) return;
    if (INNER.has(id.value) && depth < MAX_DEPTH) wipeWithin(file, body, next, depth + 1);
    else if (METADATA.has(id.value) && !isOpen) makeVoid(file, at, next);
    at = next;
  }
}

/** A number that says by its first bit how many bytes it has; that bit is part of names. */
function numberAt(file: Buffer, at: number, maxBytes: number): { value: number; bytes: number } | null {
  const bytes = Math.clz32(file[at] ?? 0) - 23;
  if (bytes > maxBytes || at + bytes > file.length) return null;
  let value = 0;
  for (let next = at; next < at + bytes; next++) value = value * 256 + (file[next] as number);
  return { value, bytes };
}

/** A void's own length takes eight bytes, or one where there is no room for more. */
function makeVoid(file: Buffer, start: number, end: number): void {
  file.fill(0, start, end);
  file[start] = VOID;
  const isShort = end - start < 9;
  if (isShort) file[start + 1] = 0x80 + (end - start - 2);
  else {
    file[start + 1] = 0x01;
    file.writeUIntBE(end - start - 9, start + 3, 6);
  }
}
