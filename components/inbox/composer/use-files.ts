"use client";
import { useEffect, useState } from "react";
import { patient } from "#components/ui/patient.tsx";

const loadUploading = patient(() => import("./upload-files.ts"));

/** Files brought to the open conversation: picked, pasted, or dropped anywhere on the page. */
export function useFiles(memberId: string, conversationId: string, isWelcome: boolean) {
  const [isDragging, setDragging] = useState(false);
  const add = (files: Iterable<File>) => {
    const brought = [...files];
    void loadUploading().then(({ uploadFiles }) => uploadFiles(memberId, conversationId, brought));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `add` says what the other three say.
  useEffect(() => {
    if (!isWelcome) return;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      clearTimeout(leaving);
      setDragging(true);
      // Browsers say every moment that something hangs over the page, and nothing reliable when it goes.
      leaving = setTimeout(() => setDragging(false), 400);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      clearTimeout(leaving);
      setDragging(false);
      add(event.dataTransfer.files);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      clearTimeout(leaving);
      setDragging(false);
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, [memberId, conversationId, isWelcome]);
  return { isDragging, add };
}
