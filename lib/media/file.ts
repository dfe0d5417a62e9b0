import { Readable } from "node:stream";
import type { StoredMedia } from "./cache.ts";

/** Ready to be served. Either `stream` is called, which closes it at its end, or `close`. */
export type Media = {
  contentType: string;
  sizeBytes: number;
  etag: string;
  disposition: string;
  /** Whether browsers may keep it for a while. */
  isKept: boolean;
  /** The bytes from `start` through `end`. Throws MediaError where they are not there after all. */
  stream: (start: number, end: number) => Promise<ReadableStream<Uint8Array>>;
  close: () => Promise<void>;
};

export type MediaTraits = { name?: string | null; isSound?: boolean; isKept?: boolean };

/** `isSound`: a voice note's container is called film by its bytes. `name` is the sender's, for what is saved. */
export function mediaOf(stored: StoredMedia & { key: string }, traits: MediaTraits = {}): Media {
  const { handle, size, key } = stored;
  const contentType = traits.isSound ? stored.contentType.replace(/^video\//, "audio/") : stored.contentType;
  return {
    contentType,
    sizeBytes: size,
    etag: `"${key.slice(0, 32)}"`,
    disposition: dispositionOf(contentType, traits),
    isKept: traits.isKept ?? true,
    stream: async (start, end) => Readable.toWeb(handle.createReadStream({ start, end })) as ReadableStream<Uint8Array>,
    close: () => handle.close(),
  };
}

/** What a browser may run or mistake is saved, never shown. */
export function dispositionOf(contentType: string, { name }: MediaTraits): string {
  const kind = /^(image|video|audio)\//.exec(contentType)?.[1];
  return kind ? `inline; ${filename(kind, contentType)}` : `attachment; ${filename(name, contentType)}`;
}

const EXTENSIONS = new Map([
  ["image/webp", ".webp"],
  ["video/mp4", ".mp4"],
  ["video/quicktime", ".mov"],
  ["video/webm", ".webm"],
  ["video/ogg", ".ogv"],
  ["audio/mp4", ".m4a"],
  ["audio/aac", ".aac"],
  ["audio/mpeg", ".mp3"],
  ["audio/wav", ".wav"],
  ["audio/ogg", ".ogg"],
  ["audio/webm", ".weba"],
  ["application/pdf", ".pdf"],
]);

/** Twice: plain for old programs, then in full (RFC 6266). A stranger chose the name, so it is stripped of all that acts. */
function filename(given: string | null | undefined, contentType: string): string {
  const extension = EXTENSIONS.get(contentType) ?? "";
  const clean = (given ?? "")
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}\\/:*?"<>|%;]+/gu, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "")
    .slice(0, 120)
    .toWellFormed();
  const name = `${clean || "file"}${clean.toLowerCase().endsWith(extension) ? "" : extension}`;
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `filename="${name.replace(/[^\x20-\x7e]/g, "_")}"; filename*=UTF-8''${encoded}`;
}
