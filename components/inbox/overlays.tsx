"use client";
import { lazy, Suspense } from "react";
import { patient, Waiting } from "#components/ui/patient.tsx";
import { showOverlay, useOverlay } from "./overlay.ts";
import type { InboxViewer } from "./types.ts";

const close = () => showOverlay(null);
const OpenedOverlay = lazy(patient(() => import("./opened-overlay.tsx")));

/** The choices that acts on conversations need come when they are first called for. */
export function Overlays({ viewer }: { viewer: InboxViewer }) {
  const overlay = useOverlay();
  if (!overlay || !("ids" in overlay)) return null;
  return (
    <Suspense fallback={<Waiting giveUp={close} />}>
      <OpenedOverlay overlay={overlay} viewer={viewer} />
    </Suspense>
  );
}
