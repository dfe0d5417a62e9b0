/** What sound and film are played from; everything beside it is for programs that know more, such as where a recorder was. */
const PLAYED = new Set(["fmt ", "fact", "data", "LIST wavl", "LIST hdrl", "LIST movi", "idx1"]);
const HEADERS = new Set(["avih", "LIST strl", "LIST odml", "strh", "strf", "indx", "vprp"]);
const INNER = new Set(["LIST hdrl", "LIST strl"]);
/** Whoever wrote while recording left their size open: they reach to the end. */
const ENDLESS = new Set(["data", "LIST movi"]);
const HEADER_BYTES = 8;

/**
 * Takes out of a WAV or AVI file, in place, what it tells beside its sound and pictures (INFO, ID3, bext, iXML, XMP, a camera's EXIF).
 * What goes is overwritten and called junk, as the format has it, so that everything else stays where it is. Total: what cannot be
 * followed is left as it is.
 */
export function wipeRiff(file: Buffer): void {
  wipeWithin(file, { start: 12, end: file.length, kept: PLAYED });
}

function wipeWithin(file: Buffer, { start, end, kept }: { start: number; end: number; kept: Set<string> }): void {
  for (let at = start; at + HEADER_BYTES <= end; ) {
    const id = file.toString("latin1", at, at + 4);
    // A great film is several files one behind the other; what its first says of its size many get wrong.
    if (id === "RIFF") at += 12;
    else if (!/^[ -~]{4}$/.test(id)) return;
    else at = wipeChunk(file, { id, at, end, kept });
  }
}

/** Answers where the next one begins. */
function wipeChunk(
  file: Buffer,
  { id, at, end, kept }: { id: string; at: number; end: number; kept: Set<string> },
): number {
  const body = at + HEADER_BYTES;
  const size = file.readUInt32LE(at + 4);
  const next = body + size + (size % 2);
  const name = id === "LIST" ? `LIST ${file.toString("latin1", body, body + 4)}` : id;
  if (!kept.has(name)) {
    file.write("JUNK", at, "latin1");
    file.fill(0, body, Math.min(next, end));
  } else if (INNER.has(name) && at < body + size) {
    wipeWithin(file, { start: body + 4, end: Math.min(body + size, end), kept: HEADERS });
  }
  return ENDLESS.has(name) && size === 0 ? end : next;
}
