import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { getFile, putFile } from "#lib/files/storage.ts";
import { log } from "#lib/log.ts";
import type { Media } from "./file.ts";
import { createMemo } from "./memo.ts";
import { pictureKey } from "./picture-key.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** The etag of the picture that was kept last, by contact: it is written once, not with every look. */
const kept = createMemo<string>(DAY_MS);

/**
 * Keeps a copy of a small picture, because its link dies within days (facts 4.2), and answers the picture. That it cannot be kept
 * is no reason not to show it.
 */
export async function keepPicture(contactId: string, picture: Media): Promise<Media> {
  if (kept.get(contactId) === picture.etag) return picture;
  const bytes = await buffer(Readable.fromWeb((await picture.stream(0, picture.sizeBytes - 1)) as never));
  try {
    const facts = { mimeType: picture.contentType, sizeBytes: bytes.byteLength };
    await putFile(pictureKey(contactId), Readable.from([bytes]), facts);
    kept.note(contactId, picture.etag);
  } catch (error) {
    log.warn({ error, contactId }, "picture not kept");
  }
  return inMemory(bytes, picture);
}

/** The picture as it was when it was last seen, or null. */
export async function findKeptPicture(contactId: string): Promise<Media | null> {
  const stream = await getFile(pictureKey(contactId));
  if (!stream) return null;
  const bytes = await buffer(Readable.fromWeb(stream as never));
  const etag = `"kept-${contactId}-${bytes.byteLength}"`;
  return inMemory(bytes, { contentType: "image/webp", disposition: "inline", isKept: true, etag });
}

function inMemory(
  bytes: Buffer,
  { contentType, disposition, isKept, etag }: Omit<Media, "sizeBytes" | "stream" | "close">,
): Media {
  return {
    contentType,
    disposition,
    isKept,
    etag,
    sizeBytes: bytes.byteLength,
    stream: async (start, end) =>
      Readable.toWeb(Readable.from([bytes.subarray(start, end + 1)])) as ReadableStream<Uint8Array>,
    close: async () => undefined,
  };
}
