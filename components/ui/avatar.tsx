"use client";
import { UserRound } from "lucide-react";
import { useState } from "react";
import { cn } from "#lib/cn.ts";
import { hueOf, initials } from "#lib/format.ts";
import { watchBroken } from "./watch-broken.ts";

type AvatarProps = {
  /** Chooses the colour behind the initials; the same id always has the same one. */
  id: string;
  name: string;
  src?: string | null;
  className?: string;
};

/** A picture, or the initials where there is none or it does not load. Decorative: the name stands beside it. */
export function Avatar({ id, name, src, className }: AvatarProps) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null);
  const hue = hueOf(id);
  return (
    <span
      aria-hidden
      className={cn(
        "relative inline-flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-full text-sm font-semibold select-none",
        className,
      )}
      style={{
        backgroundColor: `light-dark(oklch(0.9 0.055 ${hue}), oklch(0.38 0.06 ${hue}))`,
        color: `light-dark(oklch(0.38 0.1 ${hue}), oklch(0.93 0.04 ${hue}))`,
      }}
    >
      {initials(name) || <UserRound className="size-[55%]" />}
      {src && src !== failedSrc && (
        <img
          ref={watchBroken(() => setFailedSrc(src))}
          src={src}
          alt=""
          decoding="async"
          draggable={false}
          className="absolute inset-0 size-full object-cover"
          onError={() => setFailedSrc(src)}
        />
      )}
    </span>
  );
}
