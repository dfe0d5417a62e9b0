/** Why a picture or player did not get its file: Instagram or we no longer have it, or not just now. */
export type MediaFate = "gone" | "here" | "later";

const GONE = new Set([404, 410, 415]);

/** An element tells that it failed, never why: the address itself does. */
export async function askForFate(path: string): Promise<MediaFate> {
  const answer = await fetch(path, { method: "HEAD", signal: AbortSignal.timeout(30_000) }).catch(() => null);
  if (answer?.ok) return "here";
  return answer && GONE.has(answer.status) ? "gone" : "later";
}
