import { type Box, boxesIn, handlerOf, numberIn } from "./iso-boxes.ts";
import { samplePlaces } from "./sample-places.ts";

/** What a file needs to be played; everything beside it is for programs that know more, such as where the camera was. */
const PLAYED = new Set(["ftyp", "styp", "moov", "mdat", "moof", "mfra", "sidx", "ssix", "pdin", "wide"]);
const INNER = new Map([
  ["moov", "trak"],
  ["trak", "mdia"],
  ["mdia", "minf"],
  ["moof", "traf"],
]);
const METADATA = new Set(["udta", "meta", "uuid", "free", "skip"]);
/** Sound, pictures, subtitles and their clock. A camera's log of places and movements is a track of another kind. */
const SHOWN = new Set(["vide", "soun", "text", "sbtl", "subt", "clcp", "tmcd", "hint"]);
const DATED = new Set(["mvhd", "tkhd", "mdhd"]);

/**
 * Takes out of an MP4, QuickTime or M4A file, in place, what it tells beside its sound and pictures: the place, the camera, the
 * day, and tracks of such things. What goes is overwritten and called free space, so that everything else stays where it is.
 * Total: other bytes are left as they are, or lose what nobody could play.
 */
export function wipeMetadata(file: Buffer): void {
  const budget = { bytes: file.length };
  for (const box of boxesIn(file, 0, file.length)) {
    if (!PLAYED.has(box.type)) wipe(file, box);
    else if (INNER.has(box.type)) wipeWithin(file, box, budget);
  }
}

/** Samples do not overlap, so that all of them have no more bytes than the file: tables that lie cost no more time. */
type Budget = { bytes: number };

function wipeWithin(file: Buffer, container: Box, budget: Budget): void {
  for (const box of boxesIn(file, container.body, container.end)) {
    if (METADATA.has(box.type)) wipe(file, box);
    else if (DATED.has(box.type)) wipeDates(file, box);
    else if (box.type === "trak" && !isShown(file, box)) wipeTrack(file, box, budget);
    else if (box.type === INNER.get(container.type)) wipeWithin(file, box, budget);
  }
}

function isShown(file: Buffer, track: Box): boolean {
  const handler = handlerOf(file, track);
  return handler === null || SHOWN.has(handler);
}

function wipeTrack(file: Buffer, track: Box, budget: Budget): void {
  for (const { start, end } of samplePlaces(file, track)) {
    budget.bytes -= end - start;
    if (budget.bytes < 0) break;
    file.fill(0, start, end);
  }
  wipe(file, track);
}

function wipe(file: Buffer, { start, body, end }: Box): void {
  file.write("free", start + 4, "latin1");
  file.fill(0, body, end);
}

/** Of making and of the last change; zero means not known. */
function wipeDates(file: Buffer, box: Box): void {
  const isLong = numberIn(file, box, 0, 1) === 1;
  file.fill(0, box.body + 4, Math.min(box.body + (isLong ? 20 : 12), box.end));
}
