import { createHash } from "node:crypto";
import { getFile } from "#lib/files/storage.ts";
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

/** Opened with the first byte that is asked for. */
function streamOf(storageKey: string, range: { start: number; end: number }): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void getFile(storageKey, range)
    .then((stream) => {
      if (!stream) throw new Error("The file is gone.");
      return stream.pipeTo(writable);
    })
    .catch((error: unknown) => writable.abort(error).catch(() => undefined));
  return readable;
}
