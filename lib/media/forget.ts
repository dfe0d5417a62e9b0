import { deleteFile } from "#lib/files/storage.ts";
import type { JobPayloads } from "#lib/jobs/types.ts";
import { forgetStored } from "./cache.ts";

/** Deletes files whose rows are gone: our copies and uploads, and what this machine's cache still holds. */
export async function forgetFiles({ stored, cached }: JobPayloads["forget-files"]): Promise<void> {
  for (const key of stored) await deleteFile(key);
  for (const key of cached) await forgetStored(key);
}
