import type { ThreadItem } from "./thread-items.ts";

/** Some neighbouring items of a thread, which come into the page and leave it together. */
export type ThreadChunk = { key: string; items: ThreadItem[] };

const CHUNK = 25;

/**
 * Cuts a thread into chunks. `starts` holds the messages at which one began before and is added to: a cut stays where it
 * is whatever comes above or below, so that no bubble moves from one chunk to another.
 */
export function threadChunks(items: ThreadItem[], starts: Set<string>): ThreadChunk[] {
  const chunks: ThreadChunk[] = [];
  let current: ThreadChunk = { key: "", items: [] };
  for (const item of items) {
    const isFull = current.key !== "" && current.items.length >= CHUNK;
    if (item.type === "message" && (current.key === "" || isFull || starts.has(item.key))) {
      starts.add(item.key);
      if (current.key !== "") current = { key: "", items: [] };
      current.key = item.key;
      chunks.push(current);
    }
    current.items.push(item);
  }
  return chunks.length > 0 || current.items.length === 0 ? chunks : [{ ...current, key: "no messages" }];
}

/** About how high a chunk will be, until it has been measured. */
export function estimateHeight(items: ThreadItem[]): number {
  return items.reduce((height, item) => height + estimateItem(item), 0);
}

function estimateItem(item: ThreadItem): number {
  if (item.type !== "message") return 48;
  const { text, attachments, story, quoted } = item.message;
  const lines = text ? Math.ceil(text.length / 56) : 0;
  return 22 + lines * 22 + attachments.length * 280 + (story ? 260 : 0) + (quoted ? 46 : 0) + (item.isLast ? 26 : 0);
}
