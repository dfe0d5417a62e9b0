import { env } from "#lib/env.ts";
import { createDiskStorage } from "./disk-storage.ts";
import { createS3Storage } from "./s3-storage.ts";

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

let storage: Storage | undefined;

function theStorage(): Storage {
  const { S3 } = env();
  storage ??= S3 ? createS3Storage(S3) : createDiskStorage();
  return storage;
}

export const putFile: Storage["put"] = (key, content, facts) => theStorage().put(key, content, facts);
export const getFile: Storage["get"] = (key, range) => theStorage().get(key, range);
export const deleteFile: Storage["delete"] = (key) => theStorage().delete(key);
