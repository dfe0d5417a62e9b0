import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";

export type StoredMedia = { handle: FileHandle; size: number } & MediaFacts;
export type MediaFacts = z.output<typeof facts>;

const MAX_CACHE_BYTES = 200 * 1024 * 1024;
const MAX_UNSWEPT_BYTES = 20 * 1024 * 1024;
/** What Instagram has taken back must not live on with us. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;
const SWEEP_INTERVAL_MS = 10 * 60 * 1000;

/** A file is the content, then its facts as JSON filled up to this length, so that ranges count from zero. */
const FACTS_BYTES = 256;
const facts = z.object({
  kind: z.enum(["image", "video", "audio", "document", "other"]),
  contentType: z.string(),
  width: z.number().nullable(),
  height: z.number().nullable(),
});

/** Opens what is stored under the key, or null. The caller closes the handle. */
export async function findStored(key: string): Promise<StoredMedia | null> {
  const path = join(folder(), key);
  const handle = await open(path, "r").catch(ignoreMissing);
  if (!handle) return null;
  try {
    const { mtimeMs } = await handle.stat();
    const stored = Date.now() - mtimeMs < MAX_AGE_MS ? await readStored(handle) : null;
    if (!stored) await handle.close();
    else await utimes(path, new Date(), mtimeMs / 1000).catch(ignoreMissing);
    return stored;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Takes what is stored under the key away, if anything is. */
export async function forgetStored(key: string): Promise<void> {
  await rm(join(folder(), key), { force: true });
}

/** A new file that only we can read. It must be kept or thrown away. */
export async function createPart(): Promise<string> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const path = join(folder(), `${randomUUID()}.part`);
  await (await open(path, "wx", 0o600)).close();
  return path;
}

/** Completes a part with its facts. */
export async function sealPart(path: string, given: MediaFacts): Promise<void> {
  const handle = await open(path, "a");
  try {
    await handle.write(JSON.stringify(given).padEnd(FACTS_BYTES));
  } finally {
    await handle.close();
  }
}

/** Puts a sealed part under the key, and makes room now and then. */
export async function keepPart(path: string, key: string): Promise<void> {
  unsweptBytes += (await stat(path)).size;
  await rename(path, join(folder(), key));
  sweeping ??= setInterval(() => void sweep(), SWEEP_INTERVAL_MS);
  sweeping.unref();
  if (unsweptBytes > MAX_UNSWEPT_BYTES) await sweep();
}

/** Opens a sealed part and takes its name away: it is gone as soon as the handle is closed. */
export async function takePart(path: string): Promise<StoredMedia> {
  const handle = await open(path, "r");
  await dropPart(path);
  const stored = await readStored(handle);
  if (stored) return stored;
  await handle.close();
  throw new Error("A part was taken before it was sealed.");
}

export async function dropPart(path: string): Promise<void> {
  await rm(path, { force: true });
}

async function readStored(handle: FileHandle): Promise<StoredMedia | null> {
  const size = (await handle.stat()).size - FACTS_BYTES;
  if (size < 0) return null;
  const { buffer } = await handle.read({ buffer: Buffer.alloc(FACTS_BYTES), position: size });
  const read = facts.safeParse(parseJson(buffer.toString()));
  return read.success ? { handle, size, ...read.data } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

let sweeping: NodeJS.Timeout | undefined;
let unsweptBytes = Number.POSITIVE_INFINITY;

/** Removes what is old or was left by a crash, then the longest unused until the rest fits. */
async function sweep(): Promise<void> {
  unsweptBytes = 0;
  try {
    let total = 0;
    const files = (await listFiles()).sort((a, b) => b.usedAt - a.usedAt);
    for (const { path, size, storedAt } of files) {
      const isOld = Date.now() - storedAt > MAX_AGE_MS;
      if (isOld || total + size > MAX_CACHE_BYTES) await rm(path, { force: true });
      else total += size;
    }
  } catch (error) {
    log.warn({ error }, "media cache not swept");
  }
}

async function listFiles() {
  const names = await readdir(folder());
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder(), name);
      const found = await stat(path).catch(ignoreMissing);
      return found ? [{ path, size: found.size, usedAt: found.atimeMs, storedAt: found.mtimeMs }] : [];
    }),
  );
  return files.flat();
}

function folder(): string {
  return resolve(env().DATA_DIR, "cache", "media");
}

/** Another process may sweep the same folder. */
function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
