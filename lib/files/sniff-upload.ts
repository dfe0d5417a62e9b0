import { readFile } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { boxesIn, findBox, handlerOf } from "./iso-boxes.ts";

/** What the content is called elsewhere, and in the table of capabilities. */
const NAMES = new Map([
  ["image/apng", "image/png"],
  ["audio/x-m4a", "audio/mp4"],
  ["video/x-m4v", "video/mp4"],
  ["video/vnd.avi", "video/x-msvideo"],
]);

/** What a file is, told by its content alone; null for what cannot be told. */
export async function sniffUpload(path: string): Promise<string | null> {
  const found = (await fileTypeFromFile(path))?.mime.split(";")[0];
  if (!found) return null;
  const mimeType = NAMES.get(found) ?? found;
  return mimeType === "video/mp4" && !hasPictures(await readFile(path)) ? "audio/mp4" : mimeType;
}

/** Sound often says that it is film: only the handlers of an MP4's tracks tell. */
function hasPictures(bytes: Buffer): boolean {
  const movie = findBox(bytes, { body: 0, end: bytes.length }, "moov");
  const tracks = movie ? [...boxesIn(bytes, movie.body, movie.end)].filter(({ type }) => type === "trak") : [];
  const handlers = tracks.map((track) => handlerOf(bytes, track));
  return handlers.includes("vide") || !handlers.includes("soun");
}
