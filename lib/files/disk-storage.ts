import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "#lib/env.ts";
import type { Storage } from "./storage.ts";

/** Files below DATA_DIR/files. One is written under another name first: under its own it is always whole. */
export function createDiskStorage(): Storage {
  return {
    async put(key, content, { sizeBytes }) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const part = `${path}.${randomUUID()}.part`;
      try {
        await pipeline(content, createWriteStream(part, { flags: "wx", mode: 0o600 }));
        await seal(part, sizeBytes);
        await rename(part, path);
      } finally {
        await rm(part, { force: true });
      }
    },
    async get(key, range) {
      const handle = await open(pathOf(key), "r").catch(ignoreMissing);
      return handle && (Readable.toWeb(handle.createReadStream(range)) as ReadableStream<Uint8Array>);
    },
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

/** On the disk for certain, before its row says that it is there. */
async function seal(path: string, sizeBytes: number): Promise<void> {
  const handle = await open(path, "r+");
  try {
    const { size } = await handle.stat();
    if (size !== sizeBytes) throw new Error(`A file of ${sizeBytes} bytes came with ${size}.`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Two letters make a folder, so that none grows too large. */
function pathOf(key: string): string {
  if (!/^[a-z0-9][a-z0-9/-]{2,200}$/.test(key) || key.includes("//")) throw new Error("This is no key of a file.");
  return join(resolve(env().DATA_DIR, "files"), key);
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
