"use client";
import { lazy, Suspense, useEffect } from "react";
import { patient } from "#components/ui/patient.tsx";
import type { ConversationPaneProps } from "./conversation-pane.tsx";
import { InboxScreen, type InboxScreenProps } from "./inbox-screen.tsx";
import { PaneSkeleton } from "./skeletons.tsx";

const loadPane = patient(() => import("./conversation-pane.tsx"));
const LazyPane = lazy(loadPane);

/** The inbox with nothing opened: it needs no pane, which comes right after, before anybody can have chosen. */
export function ListScreen(props: InboxScreenProps) {
  useEffect(() => void loadPane(), []);
  return <InboxScreen {...props} Pane={LaterPane} />;
}

function LaterPane(props: ConversationPaneProps) {
  return (
    <Suspense fallback={<PaneSkeleton />}>
      <LazyPane {...props} />
    </Suspense>
  );
}
