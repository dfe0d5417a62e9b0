"use client";
import { lazy, Suspense } from "react";
import { useOverlay } from "./overlay.ts";
import type { InboxViewer } from "./types.ts";

const OpenedOverlay = lazy(() => import("./opened-overlay.tsx"));

/** The choices that acts on conversations need come when they are first called for. */
export function Overlays({ viewer }: { viewer: InboxViewer }) {
  const overlay = useOverlay();
  if (!overlay || !("ids" in overlay)) return null;
  return (
    <Suspense>
      <OpenedOverlay overlay={overlay} viewer={viewer} />
    </Suspense>
  );
}
