"use client";
import { AssignChoice } from "./assign-choice.tsx";
import { KeySheet } from "./key-sheet.tsx";
import { LabelChoice } from "./label-choice.tsx";
import { type Overlay, showOverlay } from "./overlay.ts";
import type { OverlaysProps } from "./overlays.tsx";
import { Palette } from "./palette.tsx";
import { SnoozeChoice } from "./snooze-choice.tsx";

const close = () => showOverlay(null);

export default function OpenedOverlay({ overlay, viewer, ...rest }: OverlaysProps & { overlay: Overlay }) {
  switch (overlay.kind) {
    case "palette":
      return <Palette viewer={viewer} {...rest} close={close} />;
    case "keys":
      return <KeySheet close={close} />;
    case "assign":
      return <AssignChoice ids={overlay.ids} viewer={viewer} close={close} />;
    case "label":
      return <LabelChoice ids={overlay.ids} close={close} />;
    case "snooze":
      return <SnoozeChoice ids={overlay.ids} close={close} />;
  }
}
