import { cn } from "#lib/cn.ts";
import type { Label } from "./types.ts";

const HUES: Record<Label["color"], number | null> = {
  gray: null,
  red: 25,
  orange: 50,
  amber: 80,
  green: 150,
  teal: 190,
  blue: 250,
  violet: 295,
  pink: 350,
};

/** A dot in the label's colour; the name stands beside it or is said. Colours that a system forces would make them all alike. */
export function LabelDot({ color, className }: { color: Label["color"]; className?: string }) {
  const hue = HUES[color];
  const chroma = hue === null ? 0.015 : 0.16;
  const backgroundColor = `light-dark(oklch(0.62 ${chroma} ${hue ?? 270}), oklch(0.72 ${chroma} ${hue ?? 270}))`;
  return (
    <span
      aria-hidden
      className={cn("size-2 shrink-0 rounded-full forced-color-adjust-none", className)}
      style={{ backgroundColor }}
    />
  );
}
