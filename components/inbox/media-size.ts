import type { CSSProperties } from "react";

type Sized = { width?: number; height?: number };

export function formatSize(bytes: number | undefined): string | undefined {
  if (!bytes) return undefined;
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The room a picture or video will need, where its size is known; the odd ones are cut to a shape a thread can bear. */
export function roomFor({ width, height }: Sized): CSSProperties | undefined {
  if (!width || !height) return undefined;
  return { aspectRatio: String(Math.min(2.4, Math.max(0.5, width / height))) };
}
