import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** More was sent than is taken. */
export class TooLargeError extends Error {}

/** Writes a stream into a file of its own for as long as `use` runs. Throws TooLargeError as soon as a byte too many comes. */
export async function withPart<T>(
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
  use: (part: { path: string; sizeBytes: number }) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "antwort-upload-"));
  try {
    const path = join(folder, randomUUID());
    let sizeBytes = 0;
    const counted = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        sizeBytes += chunk.byteLength;
        if (sizeBytes > maxBytes) throw new TooLargeError(`More than ${maxBytes} bytes.`);
        yield chunk;
      }
    };
    await pipeline(content, counted, createWriteStream(path, { flags: "wx", mode: 0o600 }));
    return await use({ path, sizeBytes });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
