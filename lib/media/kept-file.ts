import { createHash } from "node:crypto";
import { getFile } from "#lib/files/storage.ts";
import { log } from "#lib/log.ts";
import { MediaError } from "./errors.ts";
import { dispositionOf, type Media, type MediaTraits } from "./file.ts";

type KeptFile = { storageKey: string; mimeType: string; sizeBytes: number };

/** A file of our storage as it is served: bytes of which we know what they are, because we drew or sniffed them. */
export function mediaOfKept({ storageKey, mimeType, sizeBytes }: KeptFile, traits: MediaTraits = {}): Media {
  const contentType = traits.isSound ? mimeType.replace(/^video\//, "audio/") : mimeType;
  return {
    contentType,
    sizeBytes,
    etag: `"${createHash("sha256").update(storageKey).digest("hex").slice(0, 32)}"`,
    disposition: dispositionOf(contentType, traits),
    isKept: traits.isKept ?? true,
    stream: (start, end) => streamOf(storageKey, { start, end }),
    close: async () => undefined,
  };
}

async function streamOf(
  storageKey: string,
  range: { start: number; end: number },
): Promise<ReadableStream<Uint8Array>> {
  const stream = await getFile(storageKey, range).catch((error: unknown) => {
    log.error({ error }, "storage does not answer");
    throw new MediaError("unavailable", "The storage does not answer.", error);
  });
  if (!stream) throw new MediaError("gone", "The file is not where it was kept.");
  return stream;
}
