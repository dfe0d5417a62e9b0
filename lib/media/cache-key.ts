import { createHash } from "node:crypto";
import type { MediaUse } from "./download.ts";

/** The name under which an address's content lies in the cache. */
export function cacheKey(url: string, use: MediaUse): string {
  return createHash("sha256").update(`${use}\n${url}`).digest("hex");
}
