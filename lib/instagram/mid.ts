export type DecodedMid = { igId: string; thread: string; sentAt: Date };

const ESCAPES: Record<string, string> = { A: "Z", B: "+", C: "/", D: "=" };
const EARLIEST_MS = Date.UTC(2010, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/**
 * What a message id says by itself: account, thread and time of creation (milliseconds), or null when it is not of the
 * known, undocumented form (facts 0.3). Never throws.
 */
export function decodeMid(mid: string): DecodedMid | null {
  if (mid.length > 1024 || !/^[A-Za-z0-9+/=]+$/.test(mid)) return null;
  const base64 = mid.replace(/Z([ABCD])/g, (_match, letter: string) => ESCAPES[letter] ?? "");
  const parts = /^ig_dm_item:1:IGMessageID:(\d{1,40}):(\d{1,60}):(\d{1,60})$/.exec(
    Buffer.from(base64, "base64").toString("latin1"),
  );
  const [, igId, thread, item] = parts ?? [];
  if (igId === undefined || thread === undefined || item === undefined) return null;

  const sentAtMs = Number((BigInt(item) >> 64n) / 1000n);
  if (sentAtMs < EARLIEST_MS || sentAtMs > LATEST_MS) return null;
  return { igId, thread, sentAt: new Date(sentAtMs) };
}
