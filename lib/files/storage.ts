import { env } from "#lib/env.ts";
import { createDiskStorage } from "./disk-storage.ts";

/** The bytes from `start` through `end`. */
export type ByteRange = { start: number; end: number };

/** Where files lie: the disk, or whatever else keeps bytes under a key. Keys are ours, and safe in paths and addresses. */
export type Storage = {
  /** Keeps `sizeBytes` under the key, all or nothing; what was there before is replaced. */
  put: (
    key: string,
    content: AsyncIterable<Uint8Array>,
    facts: { mimeType: string; sizeBytes: number },
  ) => Promise<void>;
  /** Null where nothing is kept. */
  get: (key: string, range?: ByteRange) => Promise<ReadableStream<Uint8Array> | null>;
  /** Deleting what is not there is no error. */
  delete: (key: string) => Promise<void>;
};

let storage: Promise<Storage> | undefined;

/** The client for S3 is large, so it is loaded only where it is used. */
async function openStorage(): Promise<Storage> {
  const { S3 } = env();
  return S3 ? (await import("./s3-storage.ts")).createS3Storage(S3) : createDiskStorage();
}

function theStorage(): Promise<Storage> {
  storage ??= openStorage();
  return storage;
}

export const putFile: Storage["put"] = async (key, content, facts) => (await theStorage()).put(key, content, facts);
export const getFile: Storage["get"] = async (key, range) => (await theStorage()).get(key, range);
export const deleteFile: Storage["delete"] = async (key) => (await theStorage()).delete(key);
