"use client";
import { lazy, Suspense } from "react";
import { patient } from "#components/ui/patient.tsx";
import { AssignChoice } from "./assign-choice.tsx";
import { useRowsOf } from "./inbox-queries.ts";
import { LabelChoice } from "./label-choice.tsx";
import { type ChoiceOverlay, showOverlay } from "./overlay.ts";
import { SnoozeChoice } from "./snooze-choice.tsx";
import type { InboxViewer } from "./types.ts";

const BlockDialog = lazy(patient(() => import("#components/customer/block-dialog.tsx")));
const EraseDialog = lazy(patient(() => import("#components/customer/erase-dialog.tsx")));

const close = () => showOverlay(null);

export default function OpenedOverlay({ overlay, viewer }: { overlay: ChoiceOverlay; viewer: InboxViewer }) {
  switch (overlay.kind) {
    case "assign":
      return <AssignChoice ids={overlay.ids} viewer={viewer} close={close} />;
    case "label":
      return <LabelChoice ids={overlay.ids} close={close} />;
    case "snooze":
      return <SnoozeChoice ids={overlay.ids} close={close} />;
    case "block":
    case "erase":
      return <AboutPerson kind={overlay.kind} ids={overlay.ids} />;
  }
}

function AboutPerson({ kind, ids }: { kind: "block" | "erase"; ids: string[] }) {
  const [conversation] = useRowsOf(ids);
  if (!conversation) return null;
  const Question = kind === "block" ? BlockDialog : EraseDialog;
  return (
    <Suspense>
      <Question conversation={conversation} close={close} />
    </Suspense>
  );
}
