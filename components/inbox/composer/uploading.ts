"use client";
import { useSyncExternalStore } from "react";
import type { AppErrorCode } from "#lib/errors.ts";
import type { FileKind } from "#lib/instagram/capabilities.ts";

/** A file on its way to us, or one that did not get there. */
export type UploadingFile = {
  key: string;
  name: string;
  kind: FileKind | null;
  sizeBytes: number;
  previewUrl: string | null;
  /** From 0 to 1. */
  progress: number;
  error: AppErrorCode | "offline" | null;
};

const NONE: UploadingFile[] = [];
const byConversation = new Map<string, UploadingFile[]>();
const listeners = new Set<() => void>();

export function useUploading(conversationId: string): UploadingFile[] {
  return useSyncExternalStore(
    subscribe,
    () => byConversation.get(conversationId) ?? NONE,
    () => NONE,
  );
}

/** Uploads go on while another conversation is open. */
export function setUploading(conversationId: string, change: (files: UploadingFile[]) => UploadingFile[]): void {
  byConversation.set(conversationId, change(byConversation.get(conversationId) ?? NONE));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
