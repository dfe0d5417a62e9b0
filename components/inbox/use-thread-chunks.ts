"use client";
import { useMemo, useState } from "react";
import { type ThreadChunk, threadChunks } from "./thread-chunks.ts";
import { keepSame, type ThreadItem } from "./thread-items.ts";

/** The chunks of a thread; what did not change keeps its identity from one time to the next. */
export function useThreadChunks(items: ThreadItem[]): ThreadChunk[] {
  const [memory] = useState(() => ({ starts: new Set<string>(), items: new Map<string, ThreadItem>() }));
  return useMemo(() => {
    const kept = keepSame(items, memory.items);
    memory.items = new Map(kept.map((item) => [item.key, item]));
    return threadChunks(kept, memory.starts);
  }, [items, memory]);
}
