import type { CSSProperties } from "react";
import { useFormatter } from "use-intl";

type Sized = { width?: number; height?: number };

/** "180 kB", "1.3 MB"; nothing where the size is not known. */
export function useSizeWords(): (bytes: number | undefined) => string | undefined {
  const format = useFormatter();
  return (bytes) => {
    if (!bytes) return undefined;
    if (bytes < 1_000_000) return `${format.number(Math.max(1, Math.round(bytes / 1_000)))} kB`;
    return `${format.number(bytes / 1_000_000, { maximumFractionDigits: 1 })} MB`;
  };
}

/** The room a picture or video will need, where its size is known; the odd ones are cut to a shape a thread can bear. */
export function roomFor({ width, height }: Sized): CSSProperties | undefined {
  if (!width || !height) return undefined;
  return { aspectRatio: String(Math.min(2.4, Math.max(0.5, width / height))) };
}
