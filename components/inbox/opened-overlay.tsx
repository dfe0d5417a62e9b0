"use client";
import { AssignChoice } from "./assign-choice.tsx";
import { LabelChoice } from "./label-choice.tsx";
import { type ChoiceOverlay, showOverlay } from "./overlay.ts";
import { SnoozeChoice } from "./snooze-choice.tsx";
import type { InboxViewer } from "./types.ts";

const close = () => showOverlay(null);

export default function OpenedOverlay({ overlay, viewer }: { overlay: ChoiceOverlay; viewer: InboxViewer }) {
  switch (overlay.kind) {
    case "assign":
      return <AssignChoice ids={overlay.ids} viewer={viewer} close={close} />;
    case "label":
      return <LabelChoice ids={overlay.ids} close={close} />;
    case "snooze":
      return <SnoozeChoice ids={overlay.ids} close={close} />;
  }
}
