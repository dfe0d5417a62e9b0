import { fileTypeFromBuffer } from "file-type";

export type Sniffed = { kind: "image" | "video" | "audio" | "document" | "other"; contentType: string };

/** How much of a file's beginning tells what it is. */
export const SNIFF_BYTES = 8 * 1024;

const KINDS = new Map<string, Sniffed>([
  ["image/jpeg", { kind: "image", contentType: "image/jpeg" }],
  ["image/png", { kind: "image", contentType: "image/png" }],
  ["image/apng", { kind: "image", contentType: "image/png" }],
  ["image/gif", { kind: "image", contentType: "image/gif" }],
  ["image/webp", { kind: "image", contentType: "image/webp" }],
  ["video/mp4", { kind: "video", contentType: "video/mp4" }],
  ["video/x-m4v", { kind: "video", contentType: "video/mp4" }],
  ["video/quicktime", { kind: "video", contentType: "video/quicktime" }],
  ["video/webm", { kind: "video", contentType: "video/webm" }],
  ["video/ogg", { kind: "video", contentType: "video/ogg" }],
  ["audio/mp4", { kind: "audio", contentType: "audio/mp4" }],
  ["audio/x-m4a", { kind: "audio", contentType: "audio/mp4" }],
  ["audio/aac", { kind: "audio", contentType: "audio/aac" }],
  ["audio/mpeg", { kind: "audio", contentType: "audio/mpeg" }],
  ["audio/wav", { kind: "audio", contentType: "audio/wav" }],
  ["audio/ogg", { kind: "audio", contentType: "audio/ogg" }],
  ["application/pdf", { kind: "document", contentType: "application/pdf" }],
]);

/** What the bytes themselves say; what the sender says of them counts for nothing. */
export async function sniff(head: Uint8Array): Promise<Sniffed> {
  const found = await fileTypeFromBuffer(head);
  const mimeType = found?.mime.split(";")[0] ?? "";
  return KINDS.get(mimeType) ?? { kind: "other", contentType: "application/octet-stream" };
}
