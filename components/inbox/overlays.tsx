"use client";
import { lazy, Suspense } from "react";
import { useOverlay } from "./overlay.ts";
import type { ConversationSummary, InboxActions, InboxViewer } from "./types.ts";

const OpenedOverlay = lazy(() => import("./opened-overlay.tsx"));

export type OverlaysProps = {
  viewer: InboxViewer;
  list: ConversationSummary[];
  chooseLocale: InboxActions["chooseLocale"];
};

/** What lies on top comes when it is first called for. */
export function Overlays(props: OverlaysProps) {
  const overlay = useOverlay();
  if (!overlay) return null;
  return (
    <Suspense>
      <OpenedOverlay overlay={overlay} {...props} />
    </Suspense>
  );
}
