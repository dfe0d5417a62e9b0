import { open, writeFile } from "node:fs/promises";
import { EgressError } from "#lib/egress/errors.ts";
import { fetchOutside } from "#lib/egress/fetch.ts";
import { createPart, dropPart, sealPart } from "./cache.ts";
import { MediaError } from "./errors.ts";
import { isMediaHost } from "./hosts.ts";
import { drawImage, drawPicture } from "./image.ts";
import { SNIFF_BYTES, type Sniffed, sniff } from "./sniff.ts";

/** `shown`: what a browser may show. `file`: anything, to be saved. `picture`: a small square. */
export type MediaUse = "shown" | "file" | "picture";

const MAX_BYTES = 25 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const DEAD = new Set([400, 401, 403, 404, 410]);

/**
 * Fetches a media address and makes of it what a browser may have: images drawn anew, sound and film as they are, files to be
 * saved. Answers the path of a sealed part. Throws MediaError, `gone` when the link is dead.
 */
export async function download(url: string, use: MediaUse): Promise<string> {
  const path = await createPart();
  try {
    const sniffed = await sniff(await fetchTo(path, url));
    if (!isWanted(sniffed, use)) throw new MediaError("refused", "This is nothing that is shown.");
    if (sniffed.kind === "image") await replaceByDrawing(path, use);
    else await sealPart(path, { ...sniffed, width: null, height: null });
    return path;
  } catch (error) {
    await dropPart(path);
    throw error instanceof EgressError ? asMediaError(error) : error;
  }
}

/** Answers the first bytes, which tell what it is. */
async function fetchTo(path: string, url: string): Promise<Uint8Array> {
  const { status, body, discard } = await fetchOutside(url, {
    mayReach: isMediaHost,
    maxBytes: MAX_BYTES,
    maxRedirects: MAX_REDIRECTS,
  });
  if (status !== 200) {
    discard();
    if (DEAD.has(status)) throw new MediaError("gone", "The link is dead.");
    throw new MediaError("unavailable", `The host answered ${status}.`);
  }
  const handle = await open(path, "r+");
  try {
    for await (const chunk of body) await handle.writeFile(chunk);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(SNIFF_BYTES), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isWanted({ kind }: Sniffed, use: MediaUse): boolean {
  if (use === "file") return true;
  return kind === "image" || (use === "shown" && (kind === "video" || kind === "audio"));
}

async function replaceByDrawing(path: string, use: MediaUse): Promise<void> {
  const { bytes, width, height } = use === "picture" ? await drawPicture(path) : await drawImage(path);
  await writeFile(path, bytes);
  await sealPart(path, { kind: "image", contentType: "image/webp", width, height });
}

function asMediaError(error: EgressError): MediaError {
  const isPassing = error.reason === "timeout" || error.reason === "unreachable";
  return new MediaError(isPassing ? "unavailable" : "refused", error.message, error);
}
