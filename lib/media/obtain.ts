import { findStored, keepPart, type StoredMedia, takePart } from "./cache.ts";
import { cacheKey } from "./cache-key.ts";
import { download, type MediaUse } from "./download.ts";
import { MediaError, type MediaReason } from "./errors.ts";
import { createMemo } from "./memo.ts";

/**
 * Media by its address, from the cache or fetched; the caller closes its handle. However many ask at once, it is fetched once.
 * What may not be kept (`isKept` false) is fetched for each and gone with its handle.
 */
export async function obtain(
  url: string,
  use: MediaUse,
  { isKept = true } = {},
): Promise<StoredMedia & { key: string }> {
  const key = cacheKey(url, use);
  if (!isKept) return { key, ...(await takePart(await download(url, use))) };
  const stored = await findStored(key);
  if (stored) return { key, ...stored };
  await fetchOnce(key, async () => keepPart(await download(url, use), key));
  const fetched = await findStored(key);
  if (!fetched) throw new MediaError("unavailable", "The cache did not keep what was fetched.");
  return { key, ...fetched };
}

const fetching = new Map<string, Promise<void>>();
/** A screen full of what cannot be shown must not fetch it all again with every look. */
const failed = createMemo<MediaReason>(60_000);

function fetchOnce(key: string, run: () => Promise<void>): Promise<void> {
  const reason = failed.get(key);
  if (reason) throw new MediaError(reason, "It failed a moment ago.");
  const underWay = fetching.get(key) ?? noting(key, run).finally(() => fetching.delete(key));
  fetching.set(key, underWay);
  return underWay;
}

async function noting(key: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof MediaError && error.reason !== "unavailable") failed.note(key, error.reason);
    throw error;
  }
}
