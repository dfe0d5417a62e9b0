import { createHash } from "node:crypto";

const LANES = 16;

/**
 * The queue lane of one customer on one account. Lanes are few and shared: order is kept where it matters, conversations
 * still run in parallel, and the queue's own table of lanes stays small.
 */
export function queueLane(lane: string): string {
  return `events-${createHash("md5").update(lane).digest().readUInt16BE(0) % LANES}`;
}
