/** One box of an MP4, QuickTime or M4A file (ISO 14496-12, 4.2): `start` is that of its head, `body` of what it holds. */
export type Box = { type: string; start: number; body: number; end: number };

/** The boxes between two places, one after another. Whatever the bytes are: one that claims more than there is ends with the rest. */
export function* boxesIn(file: Buffer, from: number, to: number): Generator<Box> {
  for (let start = from; start + 8 <= to; ) {
    const isLong = file.readUInt32BE(start) === 1 && start + 16 <= to;
    const size = isLong ? Number(file.readBigUInt64BE(start + 8)) : file.readUInt32BE(start);
    const body = start + (isLong ? 16 : 8);
    const end = size >= body - start && start + size <= to ? start + size : to;
    yield { type: file.toString("latin1", start + 4, start + 8), start, body, end };
    start = end;
  }
}

/** The first box along this path of types. */
export function findBox(file: Buffer, { body, end }: Pick<Box, "body" | "end">, ...path: string[]): Box | undefined {
  const [type, ...rest] = path;
  const found = boxesIn(file, body, end).find((box) => box.type === type);
  return found && rest.length > 0 ? findBox(file, found, ...rest) : found;
}

/** The big-endian number at a place within a box; 0 beyond its end. */
export function numberIn(file: Buffer, { body, end }: Box, offset: number, bytes: 1 | 2 | 4 | 8 = 4): number {
  const at = body + offset;
  if (at + bytes > end) return 0;
  return bytes === 8 ? Number(file.readBigUInt64BE(at)) : file.readUIntBE(at, bytes);
}

/** What a track is for, such as "vide" or "soun" (8.4.3); null where it does not say. */
export function handlerOf(file: Buffer, track: Box): string | null {
  const handler = findBox(file, track, "mdia", "hdlr");
  return handler ? file.toString("latin1", handler.body + 8, handler.body + 12) : null;
}
