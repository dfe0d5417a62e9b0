import { createDrawers } from "./drawers.ts";
import type { EncodedImage, Shape } from "./shape.ts";

export { UnreadableImageError } from "./drawers.ts";
export type { EncodedImage, Shape };

const MEGABYTE = 1024 * 1024;
const DEADLINE_MS = 5_000;

/** Measured: one holds 80 MB before its first image; the greatest we take (40 million pixels of 16 bits, lying) needs 700. */
const draw = createDrawers({ processes: 2, memory: 768 * MEGABYTE, wornMemory: 256 * MEGABYTE, idleMs: 20_000 });

/**
 * A file somebody gave us, drawn anew, so that nothing but its pixels is left: no metadata, no second meaning. Drawn by another
 * process, bounded in pixels, frames, time and memory. Throws UnreadableImageError.
 */
export function drawAnew(path: string, shape: Shape, { deadlineMs = DEADLINE_MS } = {}): Promise<EncodedImage> {
  return draw({ path, shape }, deadlineMs);
}
