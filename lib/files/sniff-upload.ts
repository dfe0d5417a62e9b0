import { readFile } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";

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

/** Sound often says that it is film: only the handlers of an MP4's tracks (ISO 14496-12, 8.4.3) tell. */
function hasPictures(bytes: Buffer): boolean {
  const handlers: string[] = [];
  for (let at = bytes.indexOf("hdlr"); at >= 0; at = bytes.indexOf("hdlr", at + 4)) {
    handlers.push(bytes.toString("latin1", at + 12, at + 16));
  }
  return handlers.includes("vide") || !handlers.includes("soun");
}
